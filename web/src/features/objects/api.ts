import { useQuery } from "@tanstack/react-query";

import type { Condition } from "@/lib/conditions";
import type { Words } from "@/lib/i18n";
import type { Sent } from "@/lib/contract";
import { query, send, upload } from "@/lib/http";
import type { Found, Stored } from "@/ui/kit";

type WholeField = Sent<"FieldOut">;
type WholeObject = Sent<"ObjectOut">;

/** One typed piece of an object, as the blueprint defines it. */
export type Field = Pick<WholeField, "key" | "label" | "type"> &
  Partial<
    Pick<
      WholeField,
      "required" | "unit" | "min" | "max" | "pattern" | "choices" | "to" | "help" | "default" | "readonly" | "sortable"
    >
  >;

/** A part of a form, shown while its condition holds. */
export interface Section {
  readonly label: Words;
  readonly fields: readonly string[];
  readonly visible_when?: Condition | null;
}

/** What a customer, a deal or a quote is. */
export type ObjectDef = Omit<WholeObject, "fields" | "form"> & {
  readonly fields: readonly Field[];
  readonly form: readonly Section[];
};

export function useObjects() {
  return useQuery({
    queryKey: ["objects"],
    queryFn: async () => (await send<{ items: ObjectDef[] }>("GET", "/objects")).items,
    staleTime: 5 * 60_000,
  });
}

/** One object by key; undefined while it is coming or when there is none. */
export function useObject(key: string): ObjectDef | undefined {
  return useObjects().data?.find((object) => object.key === key);
}

/** Put a file at the server; it belongs to its sender until a record names it. */
export async function store(file: File): Promise<Stored> {
  const form = new FormData();
  form.set("file", file);
  return upload<Stored>("/files", form);
}

/** Where a stored file is; `inline` to look at a picture or a PDF, in one of the sizes pictures come in. */
export function fileUrl(id: number, look?: { size?: 160 | 480 | 960 | 1920 }): string {
  return `/api/files/${id}${look === undefined ? "" : query({ inline: 1, size: look.size })}`;
}

/** Records of an object whose words, pinyin or initials fit the text, for a lookup. */
export async function findRecords(object: string, text: string): Promise<readonly Found[]> {
  const answer = await send<{ items: { id: number; title: string; owner?: { name: string } | null }[] }>(
    "GET",
    `/records/${object}${query({ q: text, limit: 20 })}`,
  );
  return answer.items.map((item) => ({ id: item.id, name: item.title, hint: item.owner?.name }));
}

/** The fields that stand in a list's columns, as far as one sees them. */
export function columnsOf(object: ObjectDef): string {
  return object.list_columns.filter((key) => object.fields.some((field) => field.key === key)).join(",");
}
