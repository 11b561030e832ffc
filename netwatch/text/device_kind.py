"""The kinds of devices, as the office calls them."""

from netwatch.inventory.model import DeviceKind

DEVICE_KIND = {
    DeviceKind.ROUTER: "router",
    DeviceKind.SWITCH: "switch",
    DeviceKind.AP: "titik akses Wi-Fi",
    DeviceKind.CCTV: "CCTV",
    DeviceKind.SERVER: "server",
    DeviceKind.UPS: "UPS",
    DeviceKind.OLT: "OLT",
    DeviceKind.RADIO: "radio",
    DeviceKind.OTHER: "perangkat lain",
}
