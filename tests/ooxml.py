"""What the schemas of ECMA-376 and ISO 29500, and the Open XML SDK, say against a Word or Excel file."""

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def schema_faults(file: bytes, path: Path) -> list[str]:
    """Return the faults of a file, with their parts; its path tells which kind of file it is."""
    path.write_bytes(file)
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=0).validate(path)
    return [f"{fault.part_uri}: {fault.description}" for fault in result.errors if fault.severity.name == "ERROR"]
