"""Lands the files that people brought, and takes back those they want back: at the start of every pull of the source.

A file that was accepted lands as any pull does, as a batch of its own with who brought it and when. Taking one back
that has landed is a batch too, of no rows, that names the one which no longer counts: what was known earlier stays so.
"""

from dataclasses import replace

from connectors.kit import receipts
from connectors.kit.batch import Coverage, open_batch
from connectors.kit.bringing import Pull
from connectors.kit.errors import ContractBroken
from connectors.kit.landing import UPLOAD, WITHDRAWAL, ByHand
from connectors.kit.pages import RawPage
from connectors.kit.receipts import Receipt

ASKING = ("waiting", "landing", "withdrawing")


def take_in(pull: Pull) -> bool:
    """Do what the receipts of a source ask for, oldest first; whether any did. Only while holding the source's lock.

    Killed at any instant, the next call does what is left, and nothing twice: a batch names its receipt.
    """
    landed = {one.by_hand.receipt: one for one in pull.landed if one.by_hand and one.kind == UPLOAD}
    taken_back = {one.by_hand.receipt for one in pull.landed if one.by_hand and one.kind == WITHDRAWAL}
    asking = [one for one in receipts.of_source(pull.writing.contract.id) if one.state in ASKING]
    for receipt in asking:
        if receipt.state == "withdrawing":
            if receipt.id not in taken_back:
                _withdraw(pull, receipt)
            receipts.write(replace(receipt, state="withdrawn"))
        elif receipt.id in landed:
            _landed(receipt, landed[receipt.id].batch, pull)
        else:
            _land(pull, receipt)
    return bool(asking)


def has_work(source_id: str) -> bool:
    """Whether a pull of the source has anything to take in or to take back."""
    return any(one.state in ASKING for one in receipts.of_source(source_id))


def _land(pull: Pull, receipt: Receipt) -> None:
    content = receipts.take(receipt)
    if content is None:
        return
    by_hand = ByHand(receipt.id, receipt.who, receipt.accepted_at)
    try:
        with open_batch(pull.writing, receipt.stream, UPLOAD, pull.newest()) as batch:
            batch.add(RawPage(content, receipt.name, receipt.accepted_at))
            pull.note(batch.land(batch.close_rows(), Coverage(by_hand=by_hand)))
    except ContractBroken as error:
        # It was judged by an earlier contract or parser. The others, and the pull itself, go on.
        receipts.write(replace(receipt, state="refused", sentence_vi=str(error)))
        receipts.drop_file(receipt)
        return
    _landed(receipt, batch.name, pull)


def _landed(receipt: Receipt, batch: str, pull: Pull) -> None:
    landed_at = next(one.landed_at for one in pull.landed if one.batch == batch)
    receipts.write(replace(receipt, state="landed", batch=batch, landed_at=landed_at))
    receipts.drop_file(receipt)


def _withdraw(pull: Pull, receipt: Receipt) -> None:
    if receipt.withdrawn_by is None or receipt.withdrawn_at is None:
        raise ValueError("biên nhận rút tệp phải ghi ai rút và lúc nào")
    by_hand = ByHand(receipt.id, receipt.withdrawn_by, receipt.withdrawn_at, withdraws=receipt.batch)
    with open_batch(pull.writing, receipt.stream, WITHDRAWAL, pull.newest()) as batch:
        pull.note(batch.land(batch.close_rows(), Coverage(by_hand=by_hand)))
