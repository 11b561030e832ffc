"""The settings and the engines agree on names."""

from typing import get_args

from netwatch.config.settings import Settings, SnmpSettings
from probes.snmp.engines import ENGINES
from probes.snmp.fast.engine import FastEngine


def test_every_engine_of_the_settings_is_there_and_no_other() -> None:
    assert set(get_args(SnmpSettings.model_fields["engine"].annotation)) == set(ENGINES)


def test_without_a_word_in_the_settings_the_fast_one_asks() -> None:
    assert ENGINES[Settings().snmp.engine] is FastEngine
