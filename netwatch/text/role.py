"""The parts people play, as the SOP's table names them."""

from sop.role import Role

ROLE = {
    Role.CALL_TAKER: "Call Taker",
    Role.SPV_OPINI_PUBLIK: "SPV/Kasi Pengelolaan Opini Publik",
    Role.KASI_INFRASTRUKTUR: "Kasi Infrastruktur TIK",
    Role.TIM_LAPANGAN: "Tim Lapangan",
    Role.ADMIN: "Admin",
}
