// Pictures to send: from a file, made as small as Telegram would make it, or one for those who have none.

const LONGEST = 1280;

/** Rejects for what is no picture. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.round(picture.width * scale), height: Math.round(picture.height * scale),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.82).split(",")[1];
}

/** A joint box on its pole, as a team would photograph it. */
export async function samplePhoto() {
  return shrunk(await (await fetch("static/joint-box.jpg")).blob());
}
