import { StoryBroken } from './telling.ts';

/** What a person does inside a simulated system, at its door for people, which no fault reaches. */
export function openDesk({ control, token }: { readonly control: string; readonly token: string }): (place: string, body: object) => Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (place, body) => {
    const answer = await fetch(`${control}/desk/${place}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new StoryBroken(`desk ${place} ${JSON.stringify(body)}: ${answer.status} ${await answer.text()}`);
  };
}
