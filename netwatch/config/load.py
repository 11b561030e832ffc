"""The settings in force: the file, what the environment adds, and paths made absolute."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from netwatch.config.database_url import data_folder, normalise_database_url
from netwatch.config.located_yaml import load_document
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.settings import Settings
from netwatch.config.source import read_source
from netwatch.config.staff import staff_problems
from netwatch.config.token import check_token
from netwatch.config.validate import validate

TOKEN_VARIABLE = "NETWATCH_TELEGRAM_TOKEN"
TOKEN_CREDENTIAL = "telegram-token"
INSTALLED = Path("/etc/netwatch/netwatch.yaml")
TOKEN_FILE = INSTALLED.with_name(TOKEN_CREDENTIAL)
"""From where the systemd unit loads the credential."""
_SEARCHED = (Path("netwatch.yaml"), INSTALLED)
_PLACES = ("inventory", "database", "timezone")
"""The keys that tell where to look, and in which times."""


def find_settings(explicit: Path | None) -> Path | None:
    """The file that `--config` names, else the first there is of those searched, else None."""
    if explicit is not None:
        return explicit
    return next((path for path in _SEARCHED if _stands_there(path)), None)


def is_searched(path: Path) -> bool:
    """Whether the file is found without `--config`, from where we are."""
    return path.absolute() in (searched.absolute() for searched in _SEARCHED)


def _stands_there(path: Path) -> bool:
    """A file that may not be looked at counts as there: reading it says so, silence would use defaults."""
    try:
        return path.exists()
    except PermissionError:
        return True


def load_settings(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings of `path` (None: all defaults). Raises ConfigError with every problem.

    Relative paths are resolved against the file's folder, without a file against the working directory. The
    token is that of the environment, else of the systemd credential, else of the file.
    """
    settings, problems = look_at_settings(path, environ)
    if problems:
        raise ConfigError(problems)
    return settings


def look_at_settings(path: Path | None, environ: Mapping[str, str]) -> tuple[Settings, tuple[Problem, ...]]:
    """The same, and what is wrong with it: then only the places and the zone are the file's, the rest is the defaults.

    Raises ConfigError where the file does not say so much as that.
    """
    problems: list[Problem] = []
    settings: Settings | None = Settings()
    token: SecretStr | None = None
    if path is not None:
        settings = _from_file(path, problems)
    try:
        token = _token_from_environment(environ)
    except ConfigError as fault:
        problems.extend(fault.problems)
    folder = (path.parent if path is not None else Path()).absolute()
    if settings is None:
        raise ConfigError(problems)
    try:
        database = normalise_database_url(settings.database, folder)
    except ValueError as fault:
        raise ConfigError([*problems, Problem(path or folder, 1, 1, str(fault))]) from None
    sms = settings.sms
    in_force = settings.model_copy(
        update={
            "inventory": folder / settings.inventory,
            "sop": folder / settings.sop if settings.sop is not None else None,
            "database": database,
            "sms": sms.model_copy(update={"spool": folder / sms.spool}) if sms is not None else None,
            "data": folder / settings.data if "data" in settings.model_fields_set else data_folder(database, folder),
            "telegram": settings.telegram.model_copy(update={"token": token or settings.telegram.token}),
        }
    )
    return in_force, tuple(problems)


def _from_file(path: Path, problems: list[Problem]) -> Settings | None:
    """The file's settings; with problems noted, those of `_PLACES`, None where not even these can be read."""
    try:
        document = load_document(path)
    except ConfigError as fault:
        problems.extend(fault.problems)
        return None
    problems.extend(staff_problems(document))
    try:
        return validate(document, Settings)
    except ConfigError as fault:
        problems.extend(fault.problems)
    try:
        return validate(document.only(_PLACES), Settings)
    except ConfigError:
        return None


def _token_from_environment(environ: Mapping[str, str]) -> SecretStr | None:
    variable = environ.get(TOKEN_VARIABLE, "").strip()
    if variable:
        return _checked(variable, Path(TOKEN_VARIABLE))
    directory = environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        return None
    credential = Path(directory) / TOKEN_CREDENTIAL
    if not _stands_there(credential):
        return None
    token = read_source(credential).strip()
    # The unit's stand-in, while there is no file to load it from.
    return _checked(token, credential) if token else None


def _checked(token: str, source: Path) -> SecretStr:
    try:
        return check_token(SecretStr(token))
    except ValueError as fault:
        message = str(fault)
    raise ConfigError([Problem(source, 1, 1, message)])
