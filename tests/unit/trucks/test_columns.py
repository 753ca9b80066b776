"""A CSV of one's own: its columns are found, or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.trucks import device_key, fixes, replay
from simulator.trucks.columns import Unreadable, read


def written(folder: Path, text: str) -> Path:
    file = folder / "fleet.csv"
    file.write_text(text, encoding="utf-8-sig")
    return file


def test_usual_names_are_recognised_and_an_id_gives_the_order(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "id,Vehicle_ID,Time Stamp,Lat,Lng,bearing\n"
        "10,a,2026-01-26 15:57:22,53.4,-2.9,53\n"
        "9,a,2026-01-26 15:57:02,53.3,-2.8,\n",
    )
    columns, positions = read(file, {})
    assert columns.order == "id"
    assert positions == [
        {"truckId": "a", "recordedAt": "2026-01-26 15:57:02", "latitude": 53.3, "longitude": -2.8},
        {
            "truckId": "a",
            "recordedAt": "2026-01-26 15:57:22",
            "latitude": 53.4,
            "longitude": -2.9,
            "heading": 53,
        },
    ]


def test_epoch_seconds_stay_numbers_and_what_is_no_number_is_left_for_the_tracker(tmp_path: Path) -> None:
    file = written(tmp_path, "truck,lat,lon,ts\n7,north,-2.9,1769443200\n")
    assert read(file, {})[1] == [
        {"truckId": "7", "latitude": "north", "longitude": -2.9, "recordedAt": 1769443200.0}
    ]


def test_other_names_are_told(tmp_path: Path) -> None:
    file = written(tmp_path, "wer,breite,laenge,wann\n7,53.4,-2.9,2026-01-26T15:57:02Z\n")
    with pytest.raises(Unreadable, match="--column truckId=… --column latitude=…"):
        read(file, {})
    told = {"truckId": "wer", "latitude": "breite", "longitude": "laenge", "recordedAt": "wann"}
    assert read(file, told)[1][0]["latitude"] == 53.4


@pytest.mark.parametrize("told", [{"latitude": "nowhere"}, {"colour": "lat"}])
def test_a_flag_that_names_nothing_is_an_error(tmp_path: Path, told: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        read(written(tmp_path, "truck,lat,lon,ts\n"), told)


def test_what_the_tracker_will_park_is_told_before_it_is_sent(tmp_path: Path) -> None:
    lines = ["7,53.4,-2.9,2026-01-26", "7,95,-2.9,2026-01-26", "7,53.4,-2.9,27/11/2026 10:00", "7,99,0,1"]
    file = written(tmp_path, "truck,lat,lon,ts\n" + "\n".join(lines))
    assert fixes.parked(read(file, {})[1]) == {
        "latitude is out of range": [2, 4],
        "recordedAt is neither ISO 8601 nor epoch seconds": [3],
    }


def test_who_names_no_file_and_no_truck_is_asked_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay.main([""]) == device_key.main("") == 1
    assert replay.main([str(tmp_path / "none.csv")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("which file?") or told[1].startswith("which file?")
    assert any(line.startswith("which truck?") for line in told)
    assert told[-1].startswith("there is no file")
    with pytest.raises(SystemExit):
        replay.main(["fleet.csv", "--to", "the depot"])
    assert "a name, its latitude and its longitude" in capsys.readouterr().err


def test_an_empty_file_is_not_one_of_positions(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read(written(tmp_path, ""), {})
