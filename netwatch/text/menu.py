"""The commands as Telegram's menu lists them: the name without its slash, and what it does."""

MENU = (
    ("lapor", "catat laporan warga"),
    ("tiket", "tiket yang terbuka, atau satu tiket: /tiket 42"),
    ("status", "keadaan kota, lokasi atau perangkat"),
    ("pemeliharaan", "pekerjaan terencana: /pemeliharaan kejaksan 2 jam ganti UPS"),
    ("perbaikan", "tulis laporan perbaikan"),
    ("jaga", "siapa yang berjaga, dan ganti jaga"),
    ("absen", "catat absen dan wakilnya: /absen besok diwakili Bayu"),
    ("saya", "data Anda di netwatch"),
    ("undang", "undang orang baru"),
    ("orang", "orang yang terdaftar"),
    ("batal", "batalkan isian yang sedang berjalan"),
    ("senyap", "tanpa pengingat satu tiket: /senyap 42 2 jam"),
    ("bantuan", "cara memakai netwatch"),
)
