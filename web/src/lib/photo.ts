const longest = 1600;
const quality = 0.82;

export interface Size {
  width: number;
  height: number;
}

/** How large a picture may be sent: no side longer than 1600 px, its shape kept, and never larger than it is. */
export function fitted({ width, height }: Size, most = longest): Size {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The photo as it is sent: upright, at most 1600 px, JPEG. A picture this phone cannot read goes as it is. */
export async function shrunk(file: File): Promise<File> {
  if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (picture === null) return file;
  const drawn = await jpeg(picture, fitted(picture));
  picture.close();
  // A JPEG that was small already may only have grown.
  if (drawn === null || (drawn.size >= file.size && file.type === "image/jpeg")) return file;
  return new File([drawn], jpegName(file.name), { type: "image/jpeg", lastModified: file.lastModified });
}

/** A picture's name after it became a JPEG. */
export function jpegName(name: string): string {
  return `${name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
}

async function jpeg(picture: ImageBitmap, { width, height }: Size): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (pen === null) return null;
  // A JPEG has no transparency: what is clear becomes paper, not night.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", quality);
  });
}
