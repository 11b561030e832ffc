// Pictures to send: from a file, made as small as Telegram would make it, or drawn here for those who have none.

const LONGEST = 1280;

function base64Of(canvas) {
  return canvas.toDataURL("image/jpeg", 0.82).split(",")[1];
}

/** Rejects for what is no picture. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.round(picture.width * scale), height: Math.round(picture.height * scale),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return base64Of(canvas);
}

/** A joint box on a pole, its cable spliced: what a team would photograph. */
export async function samplePhoto() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  const sky = pen.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, "#7fb2d9");
  sky.addColorStop(0.7, "#e9d8c0");
  sky.addColorStop(1, "#b9a68a");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = "#5d7a55";
  for (const [x, y, r] of [[70, 430, 90], [170, 455, 70], [560, 440, 95], [470, 465, 60]]) {
    pen.beginPath();
    pen.arc(x, y, r, 0, 7);
    pen.fill();
  }
  pen.fillStyle = "#6e6a66";
  pen.fillRect(300, 0, 38, 480);
  pen.fillStyle = "#8b8680";
  pen.fillRect(300, 0, 12, 480);
  pen.lineWidth = 5;
  pen.strokeStyle = "#20242a";
  for (const [y, sag] of [[96, 40], [120, 58], [146, 70]]) {
    pen.beginPath();
    pen.moveTo(-10, y - 30);
    pen.quadraticCurveTo(160, y + sag, 320, y);
    pen.quadraticCurveTo(480, y + sag, 650, y - 36);
    pen.stroke();
  }
  pen.strokeStyle = "#e58e26";
  pen.beginPath();
  pen.moveTo(320, 150);
  pen.bezierCurveTo(250, 190, 260, 240, 282, 262);
  pen.moveTo(360, 330);
  pen.bezierCurveTo(420, 380, 400, 230, 340, 190);
  pen.stroke();
  pen.fillStyle = "#23282e";
  pen.beginPath();
  pen.roundRect(262, 216, 116, 132, 14);
  pen.fill();
  pen.fillStyle = "#39414a";
  pen.beginPath();
  pen.roundRect(274, 230, 92, 104, 8);
  pen.fill();
  ["#4da3ff", "#ffb142", "#26c281", "#c0553d", "#8e7cc3"].forEach((colour, index) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 4;
    pen.beginPath();
    pen.moveTo(282, 246 + index * 18);
    pen.bezierCurveTo(310, 236 + index * 18, 326, 262 + index * 18, 358, 248 + index * 18);
    pen.stroke();
  });
  return base64Of(canvas);
}
