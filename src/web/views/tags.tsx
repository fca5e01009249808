/** A portal's tags; each leads to the board with the portals that have it. */
import type { Tag } from '../../core/domain/tag.ts';
import { plainText } from '../../core/text.ts';

interface TagsProps {
  readonly tags: readonly Tag[];
  /** The others are counted. */
  readonly most?: number;
}

export const TagLinks = ({ tags, most = tags.length }: TagsProps) => {
  const others = tags.slice(most).map(({ name }) => plainText(name, 60));
  return (
    <span class="tags">
      {tags.slice(0, most).map(({ key, name }) => (
        <a class="tag" href={`/?tag=${encodeURIComponent(key)}`} title={plainText(name, 60)}>
          {plainText(name, 60)}
        </a>
      ))}
      {others.length > 0 && (
        <span class="tag" title={others.join(', ')}>
          +{others.length}
        </span>
      )}
    </span>
  );
};
