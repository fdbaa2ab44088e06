import { useEffect, useRef } from "react";

import { useFound, type Founded, type Pack } from "@/features/setup/api";
import { asked, type Wish } from "@/features/setup/wish";
import { useLang } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { PasswordBox } from "@/pages/desk/login/PasswordBox";
import { Colleagues } from "@/pages/desk/new/Colleagues";
import { Reasons } from "@/pages/desk/new/Reasons";
import { useNewWords } from "@/pages/desk/new/words";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";

interface Props {
  pack: Pack;
  wish: Wish;
  onChange: (wish: Wish) => void;
  password: string;
  onPassword: (password: string) => void;
  code: string;
  onFounded: (made: Founded) => void;
}

const SHORTEST = 10;

/** Who is there from the first day on: oneself, and up to five colleagues. */
export function People({ pack, wish, onChange, password, onPassword, code, onFounded }: Props) {
  const t = useNewWords();
  const lang = useLang();
  const found = useFound();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("#password")?.focus();
  }, []);
  return (
    <form
      ref={form}
      className="card new-form"
      onSubmit={(event) => {
        event.preventDefault();
        found.mutate(asked(wish, pack, { code, password }, lang), { onSuccess: onFounded });
      }}
    >
      <h1>{t.you}</h1>
      <label htmlFor="login">{t.login}</label>
      <input
        id="login"
        className="native-box"
        autoComplete="username"
        required
        maxLength={64}
        value={wish.login}
        onChange={(event) => {
          onChange({ ...wish, login: event.target.value });
        }}
      />
      <PasswordBox
        id="password"
        label={t.password}
        value={password}
        onChange={onPassword}
        complete="new-password"
        describedBy="password-hint"
      />
      <p id="password-hint" className="muted">
        {t.passwordHint}
      </p>
      <Colleagues pack={pack} wish={wish} onChange={onChange} />
      {pack.samples ? (
        <label className="new-tick">
          <input
            type="checkbox"
            checked={wish.samples}
            onChange={(event) => {
              onChange({ ...wish, samples: event.target.checked });
            }}
          />
          {t.samples}
        </label>
      ) : null}
      <Problem error={found.error} />
      <Reasons error={found.error} />
      <div className="new-acts">
        <Button look="primary" submit busy={found.isPending} disabled={password.length < SHORTEST}>
          {t.make}
        </Button>
        <Button
          onClick={() => {
            navigate("/new?step=stages");
          }}
        >
          {t.back}
        </Button>
        <span role="status" className="muted">
          {found.isPending ? t.making : ""}
        </span>
      </div>
    </form>
  );
}
