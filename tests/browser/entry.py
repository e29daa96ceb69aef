"""Where measures and scores are typed, and how a journey reaches their cells."""

LIST = "/2567/99990001/measures/"
SCORES = "/2567/99990001/scores/"


def cell(page, measure, field: str):
    return page.locator(f"#measure-{measure.pk} [data-field={field}]")


def text_of(measure, field: str) -> str:
    measure.refresh_from_db()
    return getattr(measure, field)


HEADS = "ประเด็น\tมาตรการ\tขั้นตอน\tผู้รับผิดชอบ"
BLOCK = "\n".join([HEADS, *(f'{n % 7 + 1}\tมาตรการที่ {n}\t"๑. ประชุม\n๒. ดำเนินการ ""จริง"""\tกองคลัง' for n in range(21))])


def scores_of(year) -> dict[int, str]:
    return {number: str(value) for number, value in year.scores_by_number().items()}


def paste(page, locator, text: str, html: str = "") -> None:
    """Paste as the browser does after a copy in a spreadsheet."""
    locator.evaluate(
        """(target, [text, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [text, html],
    )
