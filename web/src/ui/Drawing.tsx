import { useRef, useState, type ComponentProps, type PointerEvent } from "react";

import { dictionary } from "@/lib/i18n";
import { Files } from "@/ui/Files";
import type { Kit } from "@/ui/kit";
import "@/ui/drawing.css";

const useWords = dictionary(
  { pad: "在这里手写签名", keep: "用这个签名", clear: "重写" },
  { pad: "Sign here by hand", keep: "Use this signature", clear: "Start over" },
);

/** A signature drawn with finger, pen or mouse; a scanned one can be chosen instead. */
export function Drawing({ value, onChange, send, id, ...rest }: ComponentProps<Kit["Drawing"]>) {
  const t = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  const pen = () => canvas.current?.getContext("2d") ?? null;

  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pen()?.beginPath();
    pen()?.moveTo(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const ink = pen();
    if (event.buttons === 0 || ink === null) return;
    ink.lineWidth = 2;
    ink.lineCap = "round";
    ink.strokeStyle = "#1a2130";
    ink.lineTo(event.nativeEvent.offsetX, event.nativeEvent.offsetY);
    ink.stroke();
    setDrawn(true);
  };
  const clear = () => {
    pen()?.clearRect(0, 0, 320, 120);
    setDrawn(false);
  };
  const keep = () => {
    canvas.current?.toBlob((blob) => {
      if (blob === null) return;
      void send(new File([blob], "signature.png", { type: "image/png" })).then((file) => {
        onChange([file]);
        clear();
      });
    });
  };

  return (
    <div className="drawing">
      <canvas
        ref={canvas}
        width={320}
        height={120}
        role="img"
        aria-label={t.pad}
        onPointerDown={down}
        onPointerMove={move}
      />
      {drawn ? (
        <p>
          <button type="button" onClick={keep}>
            {t.keep}
          </button>
          <button type="button" onClick={clear}>
            {t.clear}
          </button>
        </p>
      ) : null}
      <Files id={id} value={value} onChange={onChange} send={send} accept="image/*" {...rest} />
    </div>
  );
}
