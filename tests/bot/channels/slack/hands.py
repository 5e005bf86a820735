"""The hands of a colleague: asks, presses buttons, fills modals, looks at cards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from bot import cases
from bot.cases import CaseView
from bot.storage import reading
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.payloads import click, event, message, submission
from tests.bot.desks import open_case

DRAFT = "Hello,\n\nthe <b>price</b> is *not* _published_: we will write & tell you. <!channel>"


def button(shown: dict[str, Any], action_id: str) -> str:
    """The value that a button carries."""
    for block in shown["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id", "").startswith(action_id):
                return str(element.get("value") or element["positive_button"]["value"])
    raise AssertionError(f"there is no button {action_id}")


def hook(office: Office, number: int = 1) -> str:
    return office.slack.url.replace("/api/", f"/hook/{number}")


def ask(office: Office, text: str = "answer") -> dict[str, Any]:
    """Ask in a direct message; the reply."""
    office.send(event(message(text, office.slack.next_ts())))
    office.round()
    return office.slack.in_channel("D0ASKER")[-1]


def view(engine: Engine, reference: str) -> CaseView:
    with reading(engine) as connection:
        return cases.view(connection, reference)


def opened(office: Office, *, draft: str = DRAFT, **more: Any) -> str:
    """Open a case with a draft and let its card be drawn."""
    reference = open_case(office.engine, **more)
    if draft:
        with office.engine.begin() as connection:
            now = view(office.engine, reference)
            cases.save_draft(connection, reference, now.version, "Cleo", office.now(), draft)
            current = cases.view(connection, reference)
            cases.release(connection, reference, current.version, "Cleo", office.now())
    office.round()
    return reference


def press(office: Office, action: str, *, user: str = "U0ANNA", option: str = "") -> None:
    """Press a button of the one card, or choose from its menu."""
    (card,) = office.cards()
    if option:
        value = next(
            one["value"]
            for block in card["blocks"]
            for element in block.get("elements", [])
            for one in element.get("options", [])
            if one["value"].startswith(f"{option}:")
        )
        body = click(action, value, message=card, user=user, kind="static_select")
    else:
        body = click(action, button(card, action), message=card, user=user)
    office.send(body)
    office.round()


def fill(office: Office, fields: dict[str, Any], *, user: str = "U0ANNA") -> None:
    """Fill the modal that was opened last and send it off."""
    office.send(submission(office.slack.filled_view(), fields, user=user))
    office.round()


def shown(card: dict[str, Any]) -> str:
    return str(card["blocks"])


def buttons(card: dict[str, Any]) -> str:
    return " ".join(
        element["action_id"]
        for block in card["blocks"] if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] != "open_desk"
    )  # fmt: skip
