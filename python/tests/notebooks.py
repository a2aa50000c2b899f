"""Runs every notebook from top to bottom in a folder of its own; what it shows must not be an error."""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

here = Path(__file__).resolve().parents[1] / "notebooks"
for file in sorted(here.glob("*.ipynb")):
    notebook = nbformat.read(file, as_version=4)
    if any(cell.get("outputs") for cell in notebook.cells):
        sys.exit(f"{file}: clear its outputs before committing it")
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()
    if out := os.environ.get("NOTEBOOKS_OUT"):
        nbformat.write(notebook, Path(out) / file.name)
    print(f"   {file.name}: {sum(c.cell_type == 'code' for c in notebook.cells)} cells")
