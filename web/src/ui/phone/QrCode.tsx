import { useEffect, useState } from "react";

const margin = 4; // the white around it that a camera needs

/** An address as a QR code, drawn here: nobody else learns it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [dots, setDots] = useState<readonly (readonly boolean[])[]>([]);
  useEffect(() => {
    let stale = false;
    void import("uqr").then(({ encode }) => {
      if (!stale) setDots(encode(text, { ecc: "M", border: 0 }).data);
    });
    return () => {
      stale = true;
    };
  }, [text]);
  const size = dots.length + 2 * margin;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={outline(dots)} fill="#000" />
    </svg>
  );
}

/** The dark dots as one path, row by row. */
function outline(dots: readonly (readonly boolean[])[]): string {
  return dots.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + margin} ${y + margin}h1v1h-1z` : ""))).join("");
}
