import { useCallback } from "react";

import { findRecords } from "@/features/objects/api";
import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { LookupEdit, pointed } from "@/features/objects/pieces";
import { Link } from "@/lib/router";

register({ key: "reference", Show: ReferenceShow, Edit: ReferenceEdit, ops: ["eq", "ne", "is_empty", "is_filled"] });

function ReferenceShow({ value, field }: ShowProps) {
  const found = pointed(value);
  if (found === null) return "";
  return <Link to={`/r/${field.to ?? ""}/${found.id}`}>{found.name}</Link>;
}

function ReferenceEdit(props: EditProps) {
  const to = props.field.to ?? "";
  const search = useCallback((text: string) => findRecords(to, text), [to]);
  return <LookupEdit {...props} search={search} />;
}
