import { useId, useState } from "react";

import { useForgetSecret, useMakeSecret, useSecrets } from "@/features/rescue/api";
import { useRescueWords } from "@/features/rescue/words";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Card } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";

const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** The keys with which calls are signed: made, shown once, and forgotten. */
export function Secrets() {
  const t = useRescueWords();
  const lang = useLang();
  const forget = useForgetSecret();
  const [forgetting, setForgetting] = useState<string | null>(null);
  const close = () => {
    setForgetting(null);
  };
  return (
    <Card title={t.secrets}>
      <p className="muted">{t.secretsHint}</p>
      <Loaded of={useSecrets()} rows={1}>
        {(secrets) => (
          <ul className="rescue-secrets">
            {secrets.length === 0 ? <li className="muted">{t.noSecrets}</li> : null}
            {secrets.map((one) => (
              <li key={one.key}>
                <code>{one.key}</code> <small className="muted">{t.by(one.by, stamp(one.made_at, lang))}</small>{" "}
                <Button
                  size="small"
                  look="quiet"
                  label={`${t.forget} ${one.key}`}
                  onClick={() => {
                    setForgetting(one.key);
                  }}
                >
                  {t.forget}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <Making />
      <Problem error={forget.error} />
      <Modal
        open={forgetting !== null}
        title={t.forgetTitle(forgetting ?? "")}
        onClose={close}
        act={{
          label: t.forget,
          danger: true,
          busy: forget.isPending,
          onClick: () => {
            perform(forget, forgetting ?? "", close);
          },
        }}
      >
        <p>{t.forgetHint}</p>
      </Modal>
    </Card>
  );
}

/** A new one, whose text is shown this once. */
function Making() {
  const t = useRescueWords();
  const id = useId();
  const hint = useId();
  const make = useMakeSecret();
  const [name, setName] = useState("");
  return (
    <>
      <form
        className="rescue-bar"
        onSubmit={(event) => {
          event.preventDefault();
          perform(make, name, () => {
            setName("");
          });
        }}
      >
        <label htmlFor={id}>{t.secretName}</label>
        <input
          id={id}
          className="native-box"
          aria-describedby={hint}
          value={name}
          maxLength={40}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <Button submit busy={make.isPending} disabled={!NAME.test(name)}>
          {t.makeSecret}
        </Button>
        <small id={hint} className="muted">
          {t.secretNameHint}
        </small>
      </form>
      {make.data === undefined ? null : (
        <p role="status" className="rescue-secret">
          {t.made(make.data.key)} <code>{make.data.secret}</code> <span className="muted">{t.madeHint}</span>
        </p>
      )}
      <Problem error={make.error} />
    </>
  );
}
