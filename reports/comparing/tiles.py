"""Where the provinces stand on the map of tiles: our own drawing, each roughly beside its neighbours. No Django."""

from collections.abc import Iterator

# Rows from the north to the south, columns from the west to the east; "" is empty.
ROWS = """
- แม่ฮ่องสอน เชียงใหม่ เชียงราย - - - - -
- ลำพูน ลำปาง พะเยา น่าน - เลย หนองคาย บึงกาฬ
- ตาก สุโขทัย แพร่ อุตรดิตถ์ หนองบัวลำภู อุดรธานี สกลนคร นครพนม
- กำแพงเพชร พิษณุโลก พิจิตร เพชรบูรณ์ ขอนแก่น มหาสารคาม กาฬสินธุ์ มุกดาหาร
- อุทัยธานี ชัยนาท นครสวรรค์ ลพบุรี ชัยภูมิ ร้อยเอ็ด ยโสธร อำนาจเจริญ
กาญจนบุรี สุพรรณบุรี สิงห์บุรี อ่างทอง สระบุรี นครราชสีมา บุรีรัมย์ ศรีสะเกษ อุบลราชธานี
ราชบุรี นครปฐม นนทบุรี พระนครศรีอยุธยา ปทุมธานี นครนายก ปราจีนบุรี สระแก้ว สุรินทร์
เพชรบุรี สมุทรสงคราม สมุทรสาคร กรุงเทพมหานคร สมุทรปราการ ฉะเชิงเทรา ชลบุรี จันทบุรี ตราด
ประจวบคีรีขันธ์ - - - - - ระยอง - -
ชุมพร - - - - - - - -
ระนอง สุราษฎร์ธานี - - - - - - -
พังงา กระบี่ นครศรีธรรมราช - - - - - -
ภูเก็ต ตรัง พัทลุง สงขลา ปัตตานี - - - -
- - สตูล - ยะลา นราธิวาส - - -
"""
COLUMNS = 9


def tiles() -> Iterator[tuple[str, int, int]]:
    """Yield each province with its row and column."""
    for row, line in enumerate(ROWS.strip().splitlines()):
        for column, province in enumerate(line.split()):
            if province != "-":
                yield province, row, column


HEIGHT = len(ROWS.strip().splitlines())
