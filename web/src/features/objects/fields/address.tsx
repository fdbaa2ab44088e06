import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { useKit } from "@/ui/kit";

register({ key: "address", Show: AddressShow, Edit: AddressEdit, ops: ["contains", "is_empty", "is_filled"] });

interface Address {
  text: string;
  lng?: number | null;
  lat?: number | null;
}

function read(value: unknown): Address {
  if (typeof value === "string") return { text: value };
  return typeof value === "object" && value !== null && "text" in value ? (value as Address) : { text: "" };
}

function AddressShow({ value }: ShowProps) {
  return read(value).text;
}

/** The words of an address. When they change, its coordinates no longer belong to it. */
function AddressEdit({ field: _, value, onChange, ...rest }: EditProps) {
  const { Text } = useKit();
  return (
    <Text
      {...rest}
      value={read(value).text}
      onChange={(text) => {
        onChange(text === "" ? null : { text });
      }}
    />
  );
}
