import { expect, test } from "vitest";

import { fitted, jpegName, shrunk } from "@/lib/photo";

test.each([
  [
    { width: 4032, height: 3024 },
    { width: 1600, height: 1200 },
  ],
  [
    { width: 3024, height: 4032 },
    { width: 1200, height: 1600 },
  ],
  [
    { width: 1600, height: 1200 },
    { width: 1600, height: 1200 },
  ],
  [
    { width: 640, height: 480 },
    { width: 640, height: 480 },
  ],
  [
    { width: 12_000, height: 2 },
    { width: 1600, height: 1 },
  ],
])("a picture of %o is sent as %o", (given, sent) => {
  expect(fitted(given)).toEqual(sent);
});

test("what is no picture goes as it is", async () => {
  const file = new File(["%PDF-1.7"], "方案.pdf", { type: "application/pdf" });
  expect(await shrunk(file)).toBe(file);
});

test("a picture this phone cannot read goes as it is", async () => {
  const file = new File(["not a picture"], "IMG_1.HEIC", { type: "image/heic" });
  expect(await shrunk(file)).toBe(file);
});

test("the name says what the file became", () => {
  expect(jpegName("IMG_0042.HEIC")).toBe("IMG_0042.jpg");
  expect(jpegName("现场.照片.png")).toBe("现场.照片.jpg");
  expect(jpegName(".png")).toBe("photo.jpg");
});
