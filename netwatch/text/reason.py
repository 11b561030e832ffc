"""The usual reasons, as they stand on a button and in the record."""

from netwatch.core.request import Reason

REASON = {
    Reason.PART: "menunggu suku cadang",
    Reason.POWER: "menunggu listrik PLN",
    Reason.ACCESS: "lokasi belum dapat dimasuki",
    Reason.WEATHER: "cuaca buruk",
    Reason.PROVIDER: "menunggu penyedia layanan",
    Reason.FIXED: "sudah diperbaiki",
    Reason.PLANNED: "pekerjaan terencana",
    Reason.RETIRED: "perangkat tidak dipakai lagi",
    Reason.ELSEWHERE: "ditangani di tiket lain",
    Reason.SWITCHED_OFF: "perangkat sengaja dimatikan",
    Reason.TEST: "uji coba",
    Reason.FALSE_ALARM: "alarm palsu",
}
