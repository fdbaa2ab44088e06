import { useState } from "react";

import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { useKit, type Found, type Stored, type TextKind } from "@/ui/kit";

import { fileUrl, store } from "@/features/objects/api";
import type { EditProps, ShowProps } from "@/features/objects/field-types";

/** Pieces that several field types are made of. */

export const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** A field typed as one line. */
export function LineEdit({ field, value, onChange, kind = "text", ...rest }: EditProps & { kind?: TextKind }) {
  const { Text } = useKit();
  return <Text {...rest} kind={kind} unit={field.unit ?? undefined} value={text(value)} onChange={onChange} />;
}

const scales: Readonly<Record<string, number>> = { "": 1, 千: 1e3, 万: 1e4, 百万: 1e6, 亿: 1e8 };

/** The number a person means by "1,200", "¥30 万" or "5%"; null for nothing, and the text itself where it is none. */
export function numberMeant(said: string): number | string | null {
  const bare = said.replace(/[,，\s¥￥%％]/g, "");
  if (bare === "") return null;
  const found = /^([+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+))(千|百万|万|亿)?元?$/.exec(bare);
  if (found === null) return said;
  const scale = scales[found[2] ?? ""] ?? 1;
  return Math.round(Number(found[1]) * scale * 1e10) / 1e10;
}

/** A number as it is typed: what is not yet a number is sent as text, and the server says what is wrong with it. */
export function NumberEdit({
  field,
  value,
  onChange,
  unit,
  whole,
  ...rest
}: EditProps & { unit?: string; whole?: boolean }) {
  const { Text } = useKit();
  const [typed, setTyped] = useState<string | null>(null);
  const take = (said: string) => {
    setTyped(said);
    onChange(numberMeant(said));
  };
  return (
    <Text
      {...rest}
      kind={whole === true ? "integer" : "decimal"}
      unit={unit ?? field.unit ?? undefined}
      value={typed ?? text(value)}
      onChange={take}
      onLeave={() => {
        setTyped(null);
        rest.onLeave?.();
      }}
    />
  );
}

/** A number with its thousands apart and its unit. */
export function NumberShow({ value, field, unit = "" }: ShowProps & { unit?: string }) {
  const lang = useLang();
  const tail = unit === "" && field.unit ? ` ${field.unit}` : unit;
  return (
    <>
      {typeof value === "number" ? count(value, lang) : text(value)}
      {tail}
    </>
  );
}

/** What a field points at, as the server shows it. */
export function pointed(value: unknown): Found | null {
  if (typeof value === "number") return { id: value, name: `#${value}` };
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  const { id, name, title } = value as { id: number; name?: string; title?: string };
  return { id, name: name ?? title ?? `#${id}` };
}

/** A field that points at something found by its name. */
export function LookupEdit({
  value,
  onChange,
  search,
  ...rest
}: EditProps & { search: (text: string) => Promise<readonly Found[]> }) {
  const { Lookup } = useKit();
  const { field: _, ...told } = rest;
  return <Lookup {...told} value={pointed(value)} onChange={onChange} search={search} />;
}

/** The name of what a field points at. */
export function NameShow({ value }: ShowProps) {
  return pointed(value)?.name ?? "";
}

function stored(value: unknown): readonly Stored[] {
  if (typeof value === "number") return [{ id: value, name: `#${value}`, type: "", size: 0 }];
  return typeof value === "object" && value !== null && "id" in value ? [value as Stored] : [];
}

/** A field that holds one uploaded file of the given kinds. */
export function FileEdit({
  value,
  onChange,
  accept,
  capture,
  ...rest
}: EditProps & { accept?: string; capture?: "environment" | "user" }) {
  const { Files } = useKit();
  const { field: _, ...told } = rest;
  return (
    <Files
      {...told}
      value={stored(value)}
      onChange={(files) => {
        onChange(files[files.length - 1] ?? null);
      }}
      send={store}
      {...(accept === undefined ? {} : { accept })}
      {...(capture === undefined ? {} : { capture })}
    />
  );
}

/** A link to an uploaded file. */
export function FileShow({ value }: ShowProps) {
  return stored(value).map((file) => (
    <a key={file.id} href={fileUrl(file.id)} target="_blank" rel="noreferrer">
      {file.name}
    </a>
  ));
}

/** A signature drawn here, or an uploaded picture of one. */
export function DrawingEdit({ value, onChange, ...rest }: EditProps) {
  const { Drawing } = useKit();
  const { field: _, ...told } = rest;
  return (
    <Drawing
      {...told}
      value={stored(value)}
      onChange={(files) => {
        onChange(files[files.length - 1] ?? null);
      }}
      send={store}
    />
  );
}
