"""`make load KIND=customers` below the desk: columns that are found, and what invoices earn."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.load import Unusable
from simulator.load.customers import customers, points


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("CustomerId,First Name,LastName,E-Mail\n7,Luís,Gonçalves,l@e.br\n8,Ada,,\n", "utf-8-sig")
    return path


def test_usual_columns_are_found_and_accents_kept(file: Path) -> None:
    first, second = customers(file, {})
    assert first == {"id": "7", "firstName": "Luís", "lastName": "Gonçalves", "email": "l@e.br"}
    assert second == {"id": "8", "firstName": "Ada"}  # the API says what is missing


def test_other_columns_are_told(file: Path) -> None:
    assert next(iter(customers(file, {"account": "First Name"})))["account"] == "Luís"
    with pytest.raises(Unusable, match="has no column 'Nick'; it has CustomerId"):
        list(customers(file, {"firstName": "Nick"}))


def test_every_invoice_earns_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "invoices.csv"
    path.write_text("InvoiceId,CustomerId,Total\n1,7,1.98\n2,7,0.99\n3,8,13.86\n4,8,-5\n")
    assert points(path, 5, {}) == {"7": 9 + 4, "8": 69}
    path.write_text("CustomerId,Total\n7,much\n")
    with pytest.raises(Unusable, match="the amount in line 2"):
        points(path, 5, {})


def test_invoices_may_have_other_columns(tmp_path: Path) -> None:
    path = tmp_path / "invoices.csv"
    path.write_text("who;Sum\n7;2.00\n")
    with pytest.raises(Unusable, match="no column for customerId, total; it has who, Sum"):
        points(path, 5, {})
    assert points(path, 5, {"customerId": "who", "total": "Sum", "lastName": "surname"}) == {"7": 10}
