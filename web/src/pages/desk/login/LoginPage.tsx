import { useState, type SyntheticEvent } from "react";

import { useLogIn } from "@/features/org/api";
import { speak, useLang } from "@/lib/i18n";
import { navigate, useAddress } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { useLoginWords } from "@/pages/desk/login/words";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { useKit } from "@/ui/kit";
import "@/pages/desk/login/login.css";

/** The way in. A password may be pasted or filled in by a password manager. */
export function LoginPage() {
  const t = useLoginWords();
  const shared = useShared();
  const { Text } = useKit();
  const { search } = useAddress();
  const workspace = search.get("w");
  const logIn = useLogIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    logIn.mutate(
      { login: login.trim(), password, ...(workspace === null ? {} : { workspace }) },
      {
        onSuccess: () => {
          navigate(inside(search.get("next")), { replace: true });
        },
      },
    );
  };
  return (
    <main className="login">
      <form onSubmit={send}>
        <p className="login-name">{shared.product}</p>
        <p className="login-lead">{t.lead}</p>
        {workspace === null ? null : <p className="muted">{t.workspace(workspace)}</p>}
        <h1 className="vh">{t.title}</h1>
        <label htmlFor="login">{t.login}</label>
        <Text id="login" value={login} onChange={setLogin} autoComplete="username" />
        <PasswordBox
          id="password"
          label={t.password}
          value={password}
          onChange={setPassword}
          complete="current-password"
        />
        <Problem error={logIn.error} />
        <Button look="primary" submit wide busy={logIn.isPending} disabled={login.trim() === "" || password === ""}>
          {t.go}
        </Button>
        <Languages />
      </form>
    </main>
  );
}

interface BoxProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  complete: "current-password" | "new-password";
}

/** A password with the choice of seeing what one types. */
export function PasswordBox({ id, label, value, onChange, complete }: BoxProps) {
  const t = useLoginWords();
  const [seen, setSeen] = useState(false);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <span className="login-password">
        <input
          id={id}
          className="native-box"
          type={seen ? "text" : "password"}
          autoComplete={complete}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
        <button
          type="button"
          aria-pressed={seen}
          onClick={() => {
            setSeen(!seen);
          }}
        >
          {seen ? t.hide : t.show}
        </button>
      </span>
    </>
  );
}

function Languages() {
  const lang = useLang();
  return (
    <p className="login-lang">
      {(["zh", "en"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={lang === one}
          onClick={() => {
            speak(one);
          }}
        >
          {one === "zh" ? "中文" : "English"}
        </button>
      ))}
    </p>
  );
}

/** Where to go after the log-in: only ever a page of this site. */
export function inside(next: string | null): string {
  return next?.startsWith("/") === true && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}
