import { useDecideLetter, type System } from "@/features/org/system";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { useSystemWords } from "@/pages/desk/system/words";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";

/** The letters that could not be brought: to whom, what the mail server said, and what to do with each. */
export function Letters({ letters }: { letters: System["letters"] }) {
  const t = useSystemWords();
  const lang = useLang();
  const decide = useDecideLetter();
  return (
    <Card title={t.letters}>
      <ul className="system-lines">
        {letters.map((letter) => (
          <li key={letter.id}>
            <b>{t.letterTo(letter.to, letter.notices)}</b>{" "}
            <small className="muted">{[stamp(letter.made_at, lang), t.tries(letter.tries)].join(" · ")}</small>
            <p>{letter.error}</p>
            <p className="system-acts">
              {(["again", "drop"] as const).map((how) => (
                <Button
                  key={how}
                  size="small"
                  disabled={decide.isPending}
                  onClick={() => {
                    decide.mutate({ id: letter.id, how });
                  }}
                >
                  {how === "again" ? t.sendAgain : t.drop}
                </Button>
              ))}
            </p>
          </li>
        ))}
      </ul>
      <Problem error={decide.error} />
    </Card>
  );
}
