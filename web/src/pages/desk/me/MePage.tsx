import { useState } from "react";

import { Manners } from "@/features/notices/desk/Manners";
import { useMannersWords } from "@/features/notices/mannersWords";
import { useEndToken, useMakeToken, useRight, useTokens } from "@/features/org/api";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { when } from "@/lib/time";
import { ChangePassword } from "@/pages/desk/login/PasswordPage";
import { CalendarLink } from "@/pages/desk/me/CalendarLink";
import { useMeWords } from "@/pages/desk/me/words";
import { Button } from "@/ui/desk/Button";
import { setShortcuts, shortcutsOn } from "@/ui/desk/keys";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import { useKit } from "@/ui/kit";
import "@/pages/desk/login/login.css";

/** What each person sets for himself. */
export function MePage() {
  const t = useMeWords();
  const manners = useMannersWords();
  const { Toggle } = useKit();
  const [keys, setKeys] = useState(shortcutsOn());
  const tokens = useRight("tokens.create");
  return (
    <>
      <PageHeader title={t.title} />
      <Card title={t.keys}>
        <p className="muted">{t.keysHint}</p>
        <label htmlFor="keys">
          <Toggle
            id="keys"
            value={keys}
            onChange={(on) => {
              setShortcuts(on === true);
              setKeys(on === true);
            }}
          />{" "}
          {t.keysOn}
        </label>
      </Card>
      <Card title={manners.title}>
        <Manners />
      </Card>
      <CalendarLink />
      <Card title={t.password}>
        <div className="me-password">
          <ChangePassword />
        </div>
      </Card>
      {tokens ? <Tokens /> : null}
    </>
  );
}

function Tokens() {
  const t = useMeWords();
  const lang = useLang();
  const tokens = useTokens();
  const make = useMakeToken();
  const end = useEndToken();
  const [name, setName] = useState("");
  const { Text } = useKit();
  return (
    <Card title={t.tokens}>
      <p className="muted">{t.tokensHint}</p>
      <Loaded of={tokens} rows={2}>
        {(all) => (
          <ul className="me-tokens">
            {all.length === 0 ? <li className="muted">{t.noTokens}</li> : null}
            {all.map((token) => (
              <li key={token.id}>
                <b>{token.name}</b>
                <span className="muted">
                  {token.last_used_at === null ? t.never : t.used(when(token.last_used_at, lang))}
                </span>
                <Button
                  size="small"
                  look="danger"
                  onClick={() => {
                    perform(end, token.id, () => {
                      toast(t.ended);
                    });
                  }}
                >
                  {t.end}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <form
        className="bar"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(name.trim());
          setName("");
        }}
      >
        <label htmlFor="token-name">{t.name}</label>
        <span className="me-name">
          <Text id="token-name" value={name} onChange={setName} maxLength={100} />
        </span>
        <Button submit busy={make.isPending} disabled={name.trim() === ""}>
          {t.make}
        </Button>
      </form>
      {make.data === undefined ? null : (
        <p role="status">
          {t.made} <code className="me-token">{make.data.token}</code>
        </p>
      )}
      <Problem error={make.error ?? end.error} />
    </Card>
  );
}
