/** A widget as a picture of its own: plain SVG from what it shows, with what one must know to read it later. Pure. */

export interface Drawn {
  readonly title: string;
  /** Which days, which filter, and when it was taken. */
  readonly notes: readonly string[];
  readonly sentence: string;
  readonly body: Body;
}

export type Body =
  | { readonly kind: "number"; readonly said: string }
  | { readonly kind: "bars"; readonly rows: readonly Bar[] }
  | { readonly kind: "line"; readonly rows: readonly Bar[] }
  | { readonly kind: "grid"; readonly columns: readonly string[]; readonly rows: readonly GridRow[] };

export interface Bar {
  readonly label: string;
  readonly value: number | null;
  readonly said: string;
  readonly bad: boolean;
}

export interface GridRow {
  readonly label: string;
  /** The words of a field, and how deep its colour is, from 0 to 1. */
  readonly cells: readonly { readonly said: string; readonly share: number }[];
}

const width = 960;
const margin = 32;
const inner = width - 2 * margin;
const blue = "#1d5fd1";
const red = "#a3211a";
const ink = "#1b2130";
const faint = "#5b6474";
const font = "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

/** The picture as a document of its own, which needs nothing from anywhere. */
export function svgOf({ title, notes, sentence, body }: Drawn): { svg: string; width: number; height: number } {
  const head = [
    ...wrapped(title, 40).map((line) => ({ line, size: 22, weight: 600, fill: ink })),
    ...notes.flatMap((note) => wrapped(note, 64)).map((line) => ({ line, size: 14, weight: 400, fill: faint })),
    ...wrapped(sentence, 56).map((line) => ({ line, size: 16, weight: 400, fill: ink })),
  ];
  let y = margin;
  const top = head.map(({ line, size, weight, fill }) => {
    y += Math.round(size * 1.5);
    return said(line, margin, y - Math.round(size * 0.4), { size, weight, fill });
  });
  const drawn = drawing(body, y + 16);
  const height = drawn.bottom + margin;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${font}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...top,
    ...drawn.parts,
    "</svg>",
  ].join("");
  return { svg, width, height };
}

interface Part {
  parts: readonly string[];
  bottom: number;
}

function drawing(body: Body, y: number): Part {
  if (body.kind === "number")
    return { parts: [said(body.said, margin, y + 56, { size: 52, weight: 600 })], bottom: y + 72 };
  if (body.kind === "bars") return bars(body.rows, y);
  return body.kind === "line" ? line(body.rows, y) : grid(body.columns, body.rows, y);
}

const most = (rows: readonly Bar[]) => Math.max(...rows.map(({ value }) => value ?? 0), 0) || 1;

function bars(rows: readonly Bar[], y: number): Part {
  const [names, room, step] = [240, 500, 30];
  const parts = rows.flatMap(({ label, value, said: words, bad }, i) => {
    const at = y + i * step;
    const long = Math.max(value === null ? 0 : 2, ((value ?? 0) / most(rows)) * room);
    return [
      said(short(label, 16), margin, at + 20, {}),
      `<rect x="${margin + names}" y="${at + 6}" width="${long.toFixed(1)}" height="18" fill="${bad ? red : blue}"/>`,
      said(`${bad ? "■ " : ""}${words}`, width - margin, at + 20, { anchor: "end", fill: bad ? red : ink }),
    ];
  });
  return { parts, bottom: y + rows.length * step };
}

function line(rows: readonly Bar[], y: number): Part {
  const tall = 260;
  const [top, floor] = [y + 24, y + 24 + tall];
  const every = Math.max(1, Math.ceil(rows.length / 10));
  const at = (i: number) => margin + ((i + 0.5) / Math.max(rows.length, 1)) * inner;
  const points = rows.map(({ value }, i) => ({
    x: at(i),
    y: value === null ? null : floor - (value / most(rows)) * tall,
  }));
  const path = points.flatMap((one) => (one.y === null ? [] : [`${one.x.toFixed(1)},${one.y.toFixed(1)}`]));
  const marks = rows.flatMap(({ label, said: words, bad }, i) => {
    const point = points[i];
    const named = i % every === 0 || i === rows.length - 1;
    if (point === undefined) return [];
    const name =
      i % every === 0 ? [said(short(label, 8), point.x, floor + 22, { size: 12, anchor: "middle", fill: faint })] : [];
    if (point.y === null) return name;
    const dot = `<circle cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="4" fill="${bad ? red : blue}"/>`;
    return [dot, ...(named ? [said(words, point.x, point.y - 10, { size: 12, anchor: "middle" })] : []), ...name];
  });
  const frame = `<path d="M${margin} ${floor}H${width - margin}" stroke="#d5dae3"/>`;
  const joined = `<polyline points="${path.join(" ")}" fill="none" stroke="${blue}" stroke-width="2"/>`;
  return { parts: [top > floor ? "" : frame, joined, ...marks], bottom: floor + 32 };
}

function grid(columns: readonly string[], rows: readonly GridRow[], y: number): Part {
  const [names, step] = [200, 32];
  const wide = (inner - names) / Math.max(columns.length, 1);
  const middle = (i: number) => margin + names + (i + 0.5) * wide;
  const letters = Math.max(3, Math.floor(wide / 13));
  const heads = columns.map((column, i) =>
    said(short(column, letters), middle(i), y + 20, { size: 12, anchor: "middle", fill: faint }),
  );
  const lines = rows.flatMap(({ label, cells }, row) => {
    const at = y + (row + 1) * step;
    const fields = cells.flatMap(({ said: words, share }, i) => [
      `<rect x="${(margin + names + i * wide + 1).toFixed(1)}" y="${at + 1}" width="${Math.max(1, wide - 2).toFixed(1)}" height="${step - 2}" fill="${deep(share)}"/>`,
      said(short(words, letters + 2), middle(i), at + 21, { size: 13, anchor: "middle" }),
    ]);
    return [said(short(label, 13), margin, at + 21, {}), ...fields];
  });
  return { parts: [...heads, ...lines], bottom: y + (rows.length + 1) * step };
}

interface Style {
  size?: number;
  weight?: number;
  fill?: string;
  anchor?: "start" | "middle" | "end";
}

function said(
  text: string,
  x: number,
  y: number,
  { size = 14, weight = 400, fill = ink, anchor = "start" }: Style,
): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text that stays a text; the control characters, which no XML may hold, are left out. */
function escaped(text: string): string {
  const kept = Array.from(text)
    .filter((sign) => sign >= " " && sign !== "\ufffe" && sign !== "\uffff")
    .join("");
  return kept.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** How wide a sign is: a Chinese one as two others. */
const wide = (sign: string) => (/[\u2e80-\u9fff\uff00-\uffef]/.test(sign) ? 1 : 0.55);

function short(text: string, letters: number): string {
  const [first = "", ...rest] = wrapped(text, letters);
  return rest.length === 0 ? first : `${first.slice(0, -1)}…`;
}

/** The text in lines of at most so many Chinese signs. */
function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  let [now, long] = ["", 0];
  for (const sign of text) {
    if (long + wide(sign) > letters) {
      lines.push(now);
      [now, long] = ["", 0];
    }
    now += sign;
    long += wide(sign);
  }
  return now === "" ? lines : [...lines, now];
}

function deep(share: number): string {
  const between = (from: number, to: number) => Math.round(from + (to - from) * Math.min(1, Math.max(0, share)));
  return `rgb(${between(240, 121)},${between(244, 162)},${between(250, 230)})`;
}
