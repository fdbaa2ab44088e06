import { useState } from "react";

import { useChangePassword } from "@/features/org/api";
import { PasswordBox } from "@/pages/desk/login/PasswordBox";
import { useLoginWords } from "@/pages/desk/login/words";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/login/login.css";

/** A first password is changed before anything else. */
export function PasswordPage() {
  const t = useLoginWords();
  return (
    <main className="login">
      <div className="login-box">
        <h1>{t.changeTitle}</h1>
        <p className="muted">{t.changeIntro}</p>
        <ChangePassword />
      </div>
    </main>
  );
}

/** Choose another password; every other log-in of this person ends. */
export function ChangePassword() {
  const t = useLoginWords();
  const change = useChangePassword();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { old, new: fresh },
          {
            onSuccess: () => {
              toast(t.changed);
              setOld("");
              setFresh("");
            },
          },
        );
      }}
    >
      <PasswordBox id="old" label={t.old} value={old} onChange={setOld} complete="current-password" />
      <PasswordBox id="fresh" label={t.fresh} value={fresh} onChange={setFresh} complete="new-password" />
      <Problem error={change.error} />
      <Button look="primary" submit busy={change.isPending} disabled={old === "" || fresh === ""}>
        {t.change}
      </Button>
    </form>
  );
}
