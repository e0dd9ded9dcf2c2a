"""Every command as installed: good words, an empty register, ambiguous and malformed words, a pipe, JSON."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Answer
from consoles import start

from talentreg.cli.app import COMMANDS
from talentreg.cli.commands import Command, CommandGroup

BOOK = "姓名,联系电话,所属社区,联络日期,联络方式\n马鹏,,望江社区,2026-02-03,电话\n"
DIVISIONS = "乡镇街道,村社区\n临江街道,新月社区\n"


@dataclass(frozen=True)
class Lines:
    """What is typed after a command, and the exit code the good words end with in an empty register."""

    good: str
    empty: int
    malformed: str
    ambiguous: str = ""


TABLE = {
    "demo": Lines("试用", 0, "试用 多余"),
    "import": Lines("表.csv", 3, "表.csv --on-match 覆盖"),
    "export": Lines("册.xlsx", 0, "册.xlsx --only 天气", "册.xlsx --unit 同名组"),
    "add": Lines("张三 学历=本科", 0, "张三 学历", "张三 --unit 同名组"),
    "list": Lines("学历≥本科 --limit 5", 0, "学厉=本科", "--unit 同名组"),
    "show": Lines("R000002 --timeline", 1, "R000002 --reveal", "刘云"),
    "edit": Lines("R000002 学历=硕士", 1, "R000002 学厉=硕士", "刘云 学历=硕士"),
    "withdraw": Lines("R000002 --reason 户籍迁出", 1, "R000002 --on 2026-02-30", "刘云"),
    "contact log": Lines("R000002 --channel 电话", 1, "R000002 --channel 飞鸽", "刘云 --channel 电话"),
    "contact list": Lines("--quarter Q1 --limit 5", 0, "--channel 飞鸽", "--person 刘云"),
    "contact due": Lines("--unit 望江社区", 1, "--days 0", "--by 王同名"),
    "contact edit": Lines("C000001 事由=慰问", 1, "C000001 事游=慰问", "C000001 联络人=王同名"),
    "contact remove": Lines("C000001", 1, "第一次"),
    "unit list": Lines("", 0, "层机=村社区", "--unit 同名组"),
    "unit add": Lines("新月社区 --parent 临江街道", 1, "新月社区 层级=星球", "新月组 --parent 同名组"),
    "unit edit": Lines("望江社区 名称=望江东社区", 1, "望江社区 名子=望江东社区", "同名组 名称=一组"),
    "unit move": Lines("望江社区 --to 青石街道", 1, "望江社区", "同名组 --to 青石街道"),
    "unit merge": Lines("柳堤社区 --into 新桥社区", 1, "柳堤社区", "同名组 --into 新桥社区"),
    "unit close": Lines("望江社区/同名组", 1, "望江社区 --on 明年", "同名组"),
    "unit import": Lines("区划.csv", 0, "", "区划.csv --unit 同名组"),
    "staff list": Lines("--limit 5", 0, "姓氏=王", "--unit 同名组"),
    "staff add": Lines(
        "王新人 --unit 望江社区", 1, "王新人 --unit 望江社区 职位级别=高", "王新人 --unit 同名组"
    ),
    "staff edit": Lines("王同名@望江社区 职务=主任", 1, "王同名@望江社区", "王同名 职务=主任"),
    "staff merge": Lines("王同名@望江社区 --into 王同名@渡口社区", 1, "王同名", "王同名 --into 赵建芳"),
    "stats": Lines("--quarter 2026Q1", 0, "--quarter 五", "--unit 同名组"),
    "why": Lines("联系人次 --quarter 2026Q1", 0, "联系人次 --year 去年", "联系人次 --unit 同名组"),
    "figures": Lines("", 0, "多余"),
    "report": Lines("--quarter 2026Q1", 0, "--date 昨年", "--unit 同名组"),
    "log": Lines("R000002", 1, "--limit 0", "刘云"),
    "undo": Lines("--dry-run", 1, "最近"),
    "where": Lines("", 0, "多余"),
    "completion": Lines("bash", 0, "fish"),
}


def commands(entries: tuple[Command | CommandGroup, ...], above: str = "") -> list[str]:
    return [
        name
        for entry in entries
        for name in (
            commands(entry.commands, f"{above}{entry.name} ")
            if isinstance(entry, CommandGroup)
            else [f"{above}{entry.name}"]
        )
    ]


def type_(name: str, words: str) -> Answer:
    return start(*name.split(), *shlex.split(words))


def asks(name: str, option: str) -> bool:
    return option in start(*name.split(), "--help").out


def harmless(answer: Answer) -> bool:
    """Whether what went down the pipe is whole lines without colour, and nothing broke."""
    broken = "Traceback" in answer.err or "程序内部错误" in answer.err
    return not broken and not re.search(r"\x1b|[ \t]+$", answer.out, re.MULTILINE)


@pytest.fixture(scope="session")
def namesakes(sample_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Lay two units and two members of staff of one name into the samples."""
    path = tmp_path_factory.mktemp("namesakes") / "register.db"
    path.write_bytes(sample_bytes)
    for unit in ("望江社区", "渡口社区"):
        for words in (
            ("unit", "add", "同名组", "--parent", unit),
            ("staff", "add", "王同名", "--unit", unit),
        ):
            assert start("--db", path, *words, TALENTREG_TODAY="2026-03-31").code == 0
    return path.read_bytes()


@pytest.fixture
def office(own_register: Path, namesakes: bytes) -> Path:
    own_register.write_bytes(namesakes)
    Path("表.csv").write_text(BOOK, "utf-8")
    Path("区划.csv").write_text(DIVISIONS, "utf-8")
    return own_register


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make a register that has tables and nothing in them."""
    path = tmp_path_factory.mktemp("blank") / "register.db"
    assert start("--db", path, "add", "张三").code == 0
    assert start("--db", path, "undo").code == 0
    return path.read_bytes()


def test_every_command_stands_in_the_table() -> None:
    assert set(TABLE) == set(commands(COMMANDS))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_good_words_do_it_and_a_pipe_gets_whole_lines(name: str) -> None:
    answer = type_(name, TABLE[name].good)
    assert answer.code == 0, answer
    assert answer.out
    assert harmless(answer), answer


@pytest.mark.parametrize("name", TABLE)
def test_an_empty_register_is_no_trouble(name: str, blank: bytes, own_register: Path) -> None:
    own_register.write_bytes(blank)
    Path("表.csv").write_text(BOOK, "utf-8")
    Path("区划.csv").write_text(DIVISIONS, "utf-8")
    answer = type_(name, TABLE[name].good)
    assert answer.code == TABLE[name].empty, answer
    assert harmless(answer), answer


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", [name for name, lines in TABLE.items() if lines.ambiguous])
def test_an_ambiguous_name_lists_the_candidates(name: str) -> None:
    answer = type_(name, TABLE[name].ambiguous)
    assert (answer.code, answer.out) == (1, ""), answer
    assert re.match(r"错误：有2[个人位]", answer.err), answer.err
    assert len(re.findall(r"^  \S", answer.err, re.MULTILINE)) == 2


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_malformed_words_are_said_and_change_nothing(name: str, office: Path) -> None:
    before = office.read_bytes()
    answer = type_(name, TABLE[name].malformed)
    assert (answer.code, answer.out) == (2, ""), answer
    assert answer.err.startswith("错误："), answer.err
    assert office.read_bytes() == before


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TABLE)
def test_json_is_one_document_or_no_option(name: str) -> None:
    answer = type_(name, f"{TABLE[name].good} --json")
    if answer.code == 2:
        assert "没有选项 --json" in answer.err
        assert not asks(name, "--json")
    else:
        assert answer.code == 0, answer
        assert isinstance(json.loads(answer.out), dict | list)
