import type { DocumentSnapshot, TeamInfo } from '../../core/flows/snapshot';
import { agoIso, count } from '../model/words';
import { Icon } from './Icon';
import { Notice } from './Notice';

/** Who has approved, whose approval is awaited, and whose does not count; nothing where none is lacking. */
export function Team({ document }: { readonly document: DocumentSnapshot }) {
  const { team, label, hash } = document;
  if (team?.lacking === undefined || hash === undefined) return null;
  const needs = label.endsWith('s') ? 'need' : 'needs';
  return (
    <Notice icon="organization" title={`${label} ${needs} ${count(team.needed, 'approval')}`}>
      <ul class="team" aria-label="Approvals">
        {team.approvals.map((each) => (
          <li key={each.by}>
            <Icon name="pass-filled" tone="ok" />
            <span>
              {each.by} approved, {agoIso(each.at, Date.now())}.
              {!each.committed && (
                <span class="muted"> In no commit yet: the others have it once it is committed and pushed.</span>
              )}
            </span>
          </li>
        ))}
        <Awaited team={team} />
        {team.passedOver.map(({ by, why }) => (
          <li key={`${by} ${why}`}>
            <Icon name="circle-slash" tone="muted" />
            <span>{why}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Awaited({ team: { needed, by, owners } }: { readonly team: TeamInfo }) {
  const lacking = needed - by.length;
  const more = by.length === 0 ? '' : ' more';
  return (
    <li>
      <Icon name="circle-large-outline" tone="muted" />
      <span>
        {lacking === 1 ? `One${more} is needed` : `${lacking}${more} are needed`}
        {owners.length > 0 && `, of an owner: ${owners.join(', ')}`}
      </span>
    </li>
  );
}
