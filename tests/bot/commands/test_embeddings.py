from __future__ import annotations

from pathlib import Path

from tests.bot.commands.conftest import Run
from tests.intents.embeddings import tiny_model


def test_install_trusts_the_one_model_that_was_measured(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "model"
    source.mkdir()
    (source / "model.safetensors").write_bytes(tiny_model.WEIGHTS)
    (source / "vocab.txt").write_bytes(tiny_model.VOCABULARY)

    ran = run("embeddings", "install", str(source))

    assert ran.status == 2
    assert "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db" in ran.err
    assert not (tmp_path / "var" / "embeddings").exists()


def test_install_says_which_file_is_not_there(run: Run, tmp_path: Path) -> None:
    ran = run("embeddings", "install", str(tmp_path))

    assert ran.status == 2
    assert f"{tmp_path / 'model.safetensors'}: cannot be read" in ran.err
