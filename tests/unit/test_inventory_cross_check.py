from pathlib import Path
from zoneinfo import ZoneInfo

from netwatch.config.load import load_settings
from netwatch.inventory.cross_check import cross_check
from netwatch.inventory.loader import load_inventory

INVENTORY = """\
sites:
  - {id: kejaksan, name: Kejaksan}
devices:
  - id: a
    name: A
    kind: router
    address: 10.0.0.1
    site: kejaksan
    snmp: {profile: pubilc}
    ssh: {platform: mikrotik_routeros, credential: kantor}
  - {id: b, name: B, kind: ap, address: 10.0.0.2, site: kejaksan, snmp: {}}
"""
SETTINGS = """\
teams:
  - {id: utara, name: Utara, sites: [kejaksan, kejakson]}
snmp:
  profiles:
    public: {version: 2c, community: x}
"""


def test_what_leads_nowhere_is_named_in_the_file_that_says_so(tmp_path: Path) -> None:
    inventory_path, settings_path = tmp_path / "inventory.yaml", tmp_path / "netwatch.yaml"
    inventory_path.write_text(INVENTORY)
    settings_path.write_text(SETTINGS)
    settings = load_settings(settings_path, {})
    inventory = load_inventory(settings.inventory, ZoneInfo("Asia/Jakarta"))

    found = [str(problem) for problem in cross_check(settings, inventory, settings_path, inventory_path)]

    assert found == [
        f"{settings_path}:2:48: the inventory has no site 'kejakson'; did you mean 'kejaksan'?",
        f"{inventory_path}:9:21: the settings have no SNMP profile 'pubilc'; did you mean 'public'?",
        f"{inventory_path}:10:52: the settings have no SSH credential 'kantor'; add it under ssh: credentials:",
        f"{inventory_path}:11:73: the settings have no SNMP profile 'default'; add it under snmp: profiles:",
    ]


def test_a_file_that_has_gone_meanwhile_still_gets_its_findings(tmp_path: Path) -> None:
    inventory_path = tmp_path / "inventory.yaml"
    inventory_path.write_text(INVENTORY)
    inventory = load_inventory(inventory_path, ZoneInfo("Asia/Jakarta"))
    inventory_path.unlink()

    found = cross_check(load_settings(None, {}), inventory, None, inventory_path)

    assert [(problem.line, problem.text.partition(";")[0]) for problem in found] == [
        (1, "the settings have no SNMP profile 'pubilc'"),
        (1, "the settings have no SSH credential 'kantor'"),
    ]
