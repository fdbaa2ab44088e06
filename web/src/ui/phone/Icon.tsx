const shapes = {
  home: <path d="M3.5 11 12 4l8.5 7v8.5a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1zM9.5 20.5v-6h5v6" />,
  customer: <path d="M12 11a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM8.5 20.2v-3.4a3.5 3.5 0 0 1 7 0v3.4z" />,
  deal: <path d="M3.5 4h6v5h-6zM14.5 15h6v5h-6zM9.5 6.5H13v11h1.5" />,
  plus: <path d="M12 5v14M5 12h14" />,
  me: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.5c.7-4 3.9-6 8-6s7.3 2 8 6" />,
  back: <path d="M15 4.5 7.5 12l7.5 7.5" />,
  forward: <path d="m9 5 7 7-7 7" />,
  search: <path d="M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5" />,
  close: <path d="M6 6l12 12M18 6 6 18" />,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />,
  phone: (
    <path d="M5 4h3.5l1.7 4.3-2.2 1.5a11 11 0 0 0 6.2 6.2l1.5-2.2L20 15.5V19a1.5 1.5 0 0 1-1.7 1.5C10.5 19.7 4.3 13.5 3.5 5.7A1.5 1.5 0 0 1 5 4z" />
  ),
  pen: <path d="M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5" />,
  check: <path d="M4.5 12.5 10 18 19.5 6.5" />,
  camera: <path d="M4 7.5h3.5L9 5h6l1.5 2.5H20V19H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z" />,
  file: <path d="M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M12 17v-5M9.5 14 12 11.5l2.5 2.5" />,
  mic: <path d="M12 14.5a3 3 0 0 0 3-3V6.5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />,
  bell: <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4" />,
  clock: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5.5l3.5 2" />,
  send: <path d="M20.5 4 3.5 11l6.5 2.5L12.5 20z M20.5 4 10 13.5" />,
  share: <path d="M12 15V4M8 7.5 12 4l4 3.5M6 11.5H4.5v9h15v-9H18" />,
  copy: <path d="M9 9h11v11H9zM5.5 15H4V4h11v1.5" />,
  out: <path d="M14 4H5v16h9M10 12h10.5M17 8.5 20.5 12 17 15.5" />,
} as const;

export type IconName = keyof typeof shapes;

/** All icons, drawn once; `Icon` points at them. Stands once in the page. */
export function Sprite() {
  return (
    <svg className="sprite" width="0" height="0" aria-hidden="true">
      {(Object.keys(shapes) as IconName[]).map((name) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 24 24">
          {shapes[name]}
        </symbol>
      ))}
    </svg>
  );
}

/** One icon. It says nothing by itself: the word beside it, or the label of its button, does. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
