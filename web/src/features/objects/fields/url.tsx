import { register, type ShowProps } from "@/features/objects/field-types";
import { LineEdit, text } from "@/features/objects/pieces";

register({
  key: "url",
  Show: UrlShow,
  Edit: (props) => <LineEdit {...props} kind="url" />,
  ops: ["contains", "is_empty", "is_filled"],
});

/** Only http and https are ever links, whatever was stored. */
function UrlShow({ value }: ShowProps) {
  const address = text(value);
  if (!/^https?:\/\//i.test(address)) return address;
  return (
    <a href={address} target="_blank" rel="noreferrer noopener">
      {address.replace(/^https?:\/\//i, "")}
    </a>
  );
}
