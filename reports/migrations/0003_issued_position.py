from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_issued_document")]

    operations = [
        migrations.AddField(
            model_name="issueddocument",
            name="position",
            field=models.CharField(
                default="", editable=False, max_length=200, verbose_name="ตำแหน่งผู้ออกเอกสาร"
            ),
            preserve_default=False,
        ),
    ]
