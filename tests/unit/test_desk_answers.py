"""Nobody is asked what nobody would hear the answer to."""

from netwatch.core.conversation import Topic
from netwatch.desk.answers import ANSWERED


def test_every_topic_has_somebody_who_takes_its_answer() -> None:
    assert set(ANSWERED) == set(Topic)
