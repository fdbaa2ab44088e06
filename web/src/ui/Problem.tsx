import { useLang } from "@/lib/i18n";
import { sentence } from "@/lib/sentence";

/** What went wrong, in one line, beside the button that failed. */
export function Problem({ error }: { error: unknown }) {
  const lang = useLang();
  if (error === null || error === undefined) return null;
  const { what, how } = sentence(error, lang);
  return (
    <p className="problem" role="alert">
      {what}
      {how}
    </p>
  );
}
