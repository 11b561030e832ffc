// One path each, on a field of 24 × 24.

export const KIND = {
  router: "M4 9h15M15.5 5.5 19 9l-3.5 3.5M20 15.5H5M8.5 12 5 15.5 8.5 19",
  switch: "M4 7h16v10H4zM8 13v-2M12 13v-2M16 13v-2",
  ap: "M3.5 10a12.5 12.5 0 0 1 17 0M7 13.8a7.5 7.5 0 0 1 10 0M12 18h.01",
  cctv: "M3 9.5 15.5 5 18 11 5.5 15.5zM11 14v5H4M18 8.5l3-1",
  server: "M5 4.5h14v6H5zM5 13.5h14v6H5zM8.5 7.5h.01M8.5 16.5h.01",
  ups: "M13.5 3 6 13.5h5L10.5 21 18 10.5h-5z",
  olt: "M3.5 12H9M9 12l10-6.5M9 12h11M9 12l10 6.5",
  radio: "M12 10v10M8.5 20h7M7.5 13a6 6 0 0 1 0-8M16.5 13a6 6 0 0 0 0-8M12 9h.01",
  other: "M4 5h16v11H4zM9 20h6M12 16v4",
};
export const SCISSORS =
  "M5.5 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM5.5 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z" +
  "M7.5 7.7 20 17M7.5 16.3 20 7";
export const CROSS = "M6 6l12 12M18 6 6 18";
export const POWER = "M12 4v8M7.5 7a7 7 0 1 0 9 0";
export const BOLT = "M13.5 3 6 13.5h5L10.5 21 18 10.5h-5z";
export const BELL_OFF = "M6 16.5V11a6 6 0 0 1 9.5-4.9M18 11v5.5H8M10.5 19.5h3M4 4l16 16";
export const CLIP = "M20 11.5 12.5 19a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.7 1.7 0 0 1-2.4-2.4l7-7";
export const SEND = "M4 12 20.5 4.5 14 20.5l-2.5-6.5z";
export const SLASH = "M4 4h16v16H4zM14.5 7.5l-5 9";
export const REPLY = "M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7";
export const FILE = "M7 3h7l4 4v14H7zM14 3v4h4";
