"""Names typed in Latin letters: read as their bearers read them, and in step with the name for good."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Answer
from test_migrations import lay_tables
from test_store import contents, needs_posix

from talentreg.records.pinyin import search_keys, typed_key
from talentreg.store import migrate

Run = Callable[..., Answer]
Book = Callable[..., Path]


def listed(run: Run, word: str) -> list[str]:
    """Search for a word; return the names found."""
    answer = run("list", word, "--json")
    assert (answer.code, answer.err) == (0, "")
    return [row["name"] for row in json.loads(answer.out)]


def stored(register: Path) -> dict[str, str]:
    """Return everybody's search keys by name."""
    with closing(sqlite3.connect(register)) as file:
        return dict(file.execute("SELECT name, pinyin FROM person"))


@pytest.mark.parametrize(
    "readings",
    [
        "曾 zeng  单 shan  仇 qiu  查 zha  盖 ge  朴 piao  区 ou  解 xie  覃 qin  任 ren  华 hua  缪 miao",
        "翟 zhai  薄 bo  员 yun  秘 bi  繁 po  种 chong  折 she  能 nai  祭 zhai  乜 nie  黑 he  召 shao",
        "葛 ge  纪 ji  石 shi  车 che  洗 xian  么 yao  都 du  逄 pang  那 na  应 ying  宁 ning  隗 wei",
        "乐 yue  干 gan  费 fei  卜 bu  牟 mu  贾 jia  柏 bai  盛 sheng  尉 wei  阚 kan  谌 chen  洪 hong",
        "冼 xian  郗 xi  冯 feng  尹 yin  强 qiang  於 yu  晁 chao  隽 juan  宓 mi  佴 nai  俞 yu  贠 yun",
        "吕 lv  闾 lv  余 yu  阎 yan  闫 yan  佘 she  仝 tong  亓 qi  厍 she  訾 zi  缑 gou  郄 qie",
    ],
)
def test_a_surname_is_read_as_its_bearers_read_it(readings: str) -> None:
    pairs = readings.split()
    wrong = {
        surname: search_keys(f"{surname}伟")
        for surname, reading in zip(pairs[::2], pairs[1::2], strict=True)
        if f" {reading}wei " not in search_keys(f"{surname}伟") + " "
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾乐", "zengle zengyue zl zy"),
        ("单雄", "shanxiong danxiong sx dx"),
        ("覃小红", "qinxiaohong tanxiaohong qxh txh"),
        ("尉迟恭", "yuchigong ycg"),
        ("单于夫罗", "chanyufuluo cyfl"),
        ("单于飞", "shanyufei chanyufei syf cyf"),  # 单 with two given characters, or 单于
        ("令狐冲", "linghuchong lhc"),
        ("长孙无忌", "zhangsunwuji zswj"),
        ("万俟雪", "moqixue mqx"),
        ("澹台明", "tantaiming ttm"),
        ("欧阳娜娜", "ouyangnana oynn"),
        ("乐正绫", "yuezhengling yzl"),
        ("张长行", "zhangzhangxing zhangchanghang zcx zzh"),
        ("李重乐", "lizhongle lichongle lichongyue lzl lcy"),
        ("王晟", "wangsheng wangcheng ws wc"),
        ("陈茜", "chenqian chenxi cq cx"),
        ("吕绿女", "lvlvnv lln"),
        ("冯子宁", "fengzining fzn"),
        ("单", "shan dan s"),
        ("買買提", "maimaiti mmt"),
        ("阿依古丽", "ayiguli aygl"),
        ("阿卜杜拉·艾合买提", "abudulaaihemaiti abdlahmt"),
        ("吾守尔·斯拉木", "wushouersilamu wsesl"),
        ("John", "john j"),
        ("Mary Ann Smith", "maryannsmith mas"),
        ("O'Brien", "obrien ob"),
        ("Anna李", "annali al"),
        ("李Anna", "lianna la"),
        ("张三2", "zhangsan zs"),
        ("[red]", "red r"),
        ("José", "jose j"),
        ("Müller", "muller m"),
    ],
)
def test_a_name_is_found_by_every_usual_reading_and_its_initials(name: str, typed: str) -> None:
    keys = search_keys(name)
    missing = [word for word in typed.split() if f" {word}" not in keys]
    assert missing == [], keys


@pytest.mark.parametrize("name", ["=1+1", "123", "·", "？", "", "()"])
def test_a_name_without_letters_has_no_keys(name: str) -> None:
    assert search_keys(name) == ""


@pytest.mark.parametrize("name", ["𠮷田", "张㭎", "李\U00030edd", "王\U00020bb7", "﨑山", "龘龘龘"])
def test_a_character_dictionaries_lack_neither_fails_nor_hides_the_others(name: str) -> None:
    known = {"𠮷田": "tian", "张㭎": "zhang", "李\U00030edd": "li", "王\U00020bb7": "wang", "﨑山": "shan"}
    assert f" {known.get(name, 'dada')}" in search_keys(name)


def test_keys_are_unique_bounded_and_each_follow_a_blank() -> None:
    for name in ("单重长行乐", "曾乐", "阿卜杜拉·艾合买提", "长" * 40):
        keys = search_keys(name)
        assert keys.startswith(" ")
        assert "  " not in keys
        assert len(set(keys.split())) == len(keys.split()) <= 16


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ZengLe", "zengle"),
        ("zeng le", "zengle"),
        ("Zeng-Le", "zengle"),
        ("xi'an", "xian"),
        ("lü", "lv"),
        ("LÜ", "lv"),
        ("曾", ""),
        ("%_", ""),
    ],
)
def test_what_is_typed_is_made_comparable(text: str, key: str) -> None:
    assert typed_key(text) == key


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zengle zengyue ZengLe zeng zl cl z ze", ["曾乐"]),
        ("lvbu lübu LÜBU lb", ["吕布"]),
        ("obrien ob OB", ["O'Brien"]),
        ("red RED [red]", ["[red]"]),
        ("engle yue l1 %", []),
    ],
)
def test_a_search_by_letters_begins_at_the_beginning_of_a_name(
    run: Run, words: str, found: list[str]
) -> None:
    for name in ("曾乐", "吕布", "O'Brien", "[red]", "=1+1"):
        assert run("add", "--", name).code == 0
    for word in words.split():
        assert listed(run, word) == found, word


def test_initials_that_are_also_an_english_field_name_still_search(run: Run) -> None:
    run("add", "白雨")
    assert listed(run, "by") == ["白雨"]


def test_the_keys_follow_an_edit_an_undo_and_a_redo(run: Run, own_register: Path) -> None:
    run("add", "张三")
    run("edit", "R000001", "姓名=曾乐")
    after = contents(own_register)
    assert stored(own_register) == {"曾乐": search_keys("曾乐")}
    assert (listed(run, "zhangsan"), listed(run, "zengle")) == ([], ["曾乐"])
    assert run("undo").code == 0
    assert stored(own_register) == {"张三": search_keys("张三")}
    assert (listed(run, "zhangsan"), listed(run, "zengle")) == (["张三"], [])
    assert run("undo", "3").code == 0
    assert contents(own_register) == after
    assert listed(run, "zengle") == ["曾乐"]


def test_the_keys_come_back_with_somebody_whose_entry_was_undone(run: Run, own_register: Path) -> None:
    run("add", "单雄")
    run("undo")
    assert stored(own_register) == {}
    run("undo", "2")
    assert listed(run, "shanxiong") == ["单雄"]


def test_an_edit_of_another_field_leaves_the_keys(run: Run, own_register: Path) -> None:
    run("add", "曾乐")
    run("edit", "曾乐", "学历=本科")
    assert stored(own_register) == {"曾乐": search_keys("曾乐")}


def test_taking_a_name_back_keeps_nothing(run: Run) -> None:
    run("add", "张三")
    run("edit", "张三", "姓名=曾乐")
    answer = run("undo")
    assert (answer.code, answer.err) == (0, "")
    assert "保留" not in answer.out


@pytest.mark.parametrize(
    "words", ["log", "log R000001", "log R000001 --json", "show R000001", "show R000001 --json"]
)
def test_keys_are_nowhere_told(run: Run, words: str) -> None:
    run("add", "张三")
    run("edit", "张三", "姓名=曾乐")
    told = run(*words.split())
    assert told.code == 0
    assert [word for word in ("pinyin", "zengle", "zhangsan") if word in told.out] == []


def test_an_import_brings_keys_for_new_people_and_keeps_those_of_known_ones(
    run: Run, book: Book, own_register: Path
) -> None:
    wanted = {name: search_keys(name) for name in ("曾乐", "覃小红")}
    assert run("import", book("人员\n姓名|联系电话|学历\n曾 乐|15400000001|\n覃小红|15400000002|")).code == 0
    assert stored(own_register) == wanted
    second = book("人员\n姓名|联系电话|学历\n曾乐|15400000001|博士\n单雄|15400000003|", name="二.xlsx")
    assert run("import", second, "--on-match", "update").code == 0
    assert stored(own_register) == wanted | {"单雄": search_keys("单雄")}
    assert run("undo").code == 0
    assert stored(own_register) == wanted


def test_everybody_of_the_samples_has_the_keys_of_the_name(samples: Path) -> None:
    keys = stored(samples)
    assert len(keys) > 400
    assert keys == {name: search_keys(name) for name in keys}


# An older register


def make_older(register: Path) -> None:
    """Take a register back to what it was before names could be searched: the first tables, its rows."""
    newer = register.with_name("newer.db")
    register.rename(newer)
    lay_tables(register, 1)
    with closing(sqlite3.connect(register)) as file:
        file.execute("ATTACH ? AS newer", (str(newer),))
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name != "alembic_version":
                columns = ", ".join(f'"{row[1]}"' for row in file.execute(f"PRAGMA table_info('{name}')"))
                file.execute(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM newer."{name}"')
        file.commit()
    newer.unlink()


@pytest.mark.parametrize("words", [("list",), ("add", "王五")], ids=["reading", "writing"])
def test_an_older_register_gets_keys_for_everybody_after_a_backup(
    run: Run, samples: Path, words: tuple[str, ...]
) -> None:
    before = contents(samples)
    make_older(samples)
    old = samples.read_bytes()
    assert run(*words).code == 0
    keys = stored(samples)
    assert keys == {name: search_keys(name) for name in keys}
    assert keys
    after = contents(samples)
    assert after["person"][: len(before["person"])] == before["person"]
    assert after["contact"] == before["contact"]
    (backup,) = samples.parent.glob("*.bak")
    assert backup.name == f"register.db.before-{migrate.LATEST:04}.bak"
    with closing(sqlite3.connect(backup)) as file, closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(old)
        assert list(file.iterdump()) == list(copy.iterdump())
        assert file.execute("PRAGMA user_version").fetchone() == (1,)


@needs_posix
def test_an_older_register_stays_private_with_its_backup(run: Run, samples: Path) -> None:
    make_older(samples)
    assert run("list").code == 0
    assert {path.stat().st_mode & 0o777 for path in samples.parent.glob("register.db*.bak")} == {0o600}


def test_an_older_register_without_people_is_brought_up_to_date_too(run: Run, own_register: Path) -> None:
    run("add", "张三")
    run("undo")
    make_older(own_register)
    assert run("add", "曾乐").code == 0
    assert listed(run, "zengle") == ["曾乐"]


def test_people_taken_back_before_the_update_come_back_with_keys(run: Run, own_register: Path) -> None:
    run("add", "单雄")
    run("undo")
    make_older(own_register)
    assert run("undo", "2").code == 0
    assert stored(own_register) == {"单雄": search_keys("单雄")}
    assert listed(run, "shanxiong") == ["单雄"]


def test_a_name_edited_before_the_update_can_be_taken_back_after_it(run: Run, own_register: Path) -> None:
    run("add", "张三")
    run("edit", "张三", "姓名=曾乐")
    make_older(own_register)
    assert run("undo").code == 0
    assert stored(own_register) == {"张三": search_keys("张三")}
    assert run("undo", "3").code == 0
    assert stored(own_register) == {"曾乐": search_keys("曾乐")}
