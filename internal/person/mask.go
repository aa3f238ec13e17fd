package person

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// compound are the two-character family names in use.
const compound = "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 司徒 司空 令狐 宇文 长孙 轩辕 端木 南宫 独孤 百里 呼延 东郭 南门 西门 申屠 公冶 澹台 公羊 赫连 钟离 濮阳 淳于 单于 太史 闻人 完颜 纳兰 拓跋 万俟 闾丘 第五"

// Mask shows a name to those who do not answer for the person: the family name stays (王*, 欧阳**), and of a name in
// parts (阿依·古丽, Anna Li) each part's first letter. There is a star for each character hidden, and always one.
func Mask(name string) string {
	name = strings.ToValidUTF8(name, "")
	parts := strings.FieldsFunc(name, separates)
	if len(parts) < 2 {
		return hide(strings.TrimSpace(name), family(name))
	}
	var b strings.Builder
	rest := name
	for _, part := range parts {
		i := strings.Index(rest, part)
		b.WriteString(rest[:i] + hide(part, 1))
		rest = rest[i+len(part):]
	}
	return strings.TrimSpace(b.String())
}

func separates(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("·•‧・・.", r) }

// family is how many characters the family name has.
func family(name string) int {
	r := []rune(name)
	if len(r) > 2 && strings.Contains(compound, string(r[:2])) && !unicode.IsSpace(r[0]) && !unicode.IsSpace(r[1]) {
		return 2
	}
	return 1
}

// hide keeps the first n characters, each with the marks and variation selectors that belong to it.
func hide(part string, n int) string {
	if part == "" {
		return ""
	}
	seen, end, hidden := 0, 0, 0
	for i, r := range part {
		mark := unicode.Is(unicode.M, r)
		switch {
		case mark && seen <= n:
			end = i + utf8.RuneLen(r)
		case mark:
		case seen < n:
			seen++
			end = i + utf8.RuneLen(r)
		default:
			seen = n + 1
			hidden++
		}
	}
	return part[:end] + strings.Repeat("*", max(1, hidden))
}
