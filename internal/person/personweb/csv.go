package personweb

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/lang"
	"linli/internal/person"
)

// The limits of a file: a transaction holds the database's writer, and a preview is to be read.
const (
	maxFile  = 256 << 10
	maxLines = 500
)

// wanted is a line of a file of people.
type wanted struct {
	line                  int
	dwelling, name, phone string
	relation              person.Relation // "" when it is none of the words
}

// columns are what a column may be headed.
var columns = map[string]string{"房屋": "dwelling", "dwelling": "dwelling", "姓名": "name", "name": "name", "电话": "phone", "phone": "phone", "关系": "relation", "relation": "relation"}

// relationWords are how a relation may be written in a file.
var relationWords = map[string]person.Relation{"业主": person.OwnerHere, "owner": person.OwnerHere, "业主不住": person.OwnerAway, "owner away": person.OwnerAway,
	"家人": person.Family, "family": person.Family, "租住": person.Tenant, "租户": person.Tenant, "tenant": person.Tenant}

func bad(zh, en string, args ...any) error { return fault.InField("rows", lang.F(zh, en, args...)) }

// readCSV reads a table of people: a line of headings, then somebody a line. Faults are in the field rows and name the line.
func readCSV(text string) ([]wanted, error) {
	if len(text) > maxFile {
		return nil, bad("文件太大，最多 %d KB，请分几次", "The file is too large: at most %d KB. Please send it in parts.", maxFile>>10)
	}
	if !utf8.ValidString(text) {
		return nil, bad("文件不是 UTF-8 编码；在表格软件里另存为“CSV UTF-8”再试", "The file is not UTF-8. In a spreadsheet, save it as “CSV UTF-8” and try again.")
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, bad("文件是空的", "The file is empty.")
	}
	if err != nil {
		return nil, badQuote(err)
	}
	at := map[string]int{}
	for i, name := range head {
		key, ok := columns[strings.ToLower(strings.TrimSpace(name))]
		if !ok {
			return nil, bad("第 1 行：不认识的列“%s”，可以用：房屋、姓名、电话、关系", "Line 1: the column “%s” is not known. There are: dwelling, name, phone, relation.", name)
		}
		at[key] = i
	}
	var all []wanted
	var c fault.Check
	for _, key := range []string{"dwelling", "name", "relation"} {
		if _, ok := at[key]; !ok {
			c.Add("rows", lang.T("第 1 行：表头要有 房屋、姓名、关系 三列", "Line 1: the headings need dwelling, name and relation."))
			return nil, c.Err()
		}
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, badQuote(err)
		}
		line, _ := r.FieldPos(0)
		cell := func(key string) string {
			if i, ok := at[key]; ok && i < len(cells) {
				return strings.TrimSpace(cells[i])
			}
			return ""
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		all = append(all, wanted{line, cell("dwelling"), cell("name"), cell("phone"), relationWords[strings.ToLower(cell("relation"))]})
	}
	switch {
	case len(all) == 0:
		c.Add("rows", lang.T("没有要登记的人", "There is nobody to book."))
	case len(all) > maxLines:
		c.Add("rows", lang.F("一次最多登记 %d 人，这里有 %d 人，请分几次", "At most %d people are booked at once, and these are %d. Please book them in parts.", maxLines, len(all)))
	}
	return all, c.Err()
}

// badQuote says where a file is no table.
func badQuote(err error) error {
	line := 1
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		line = p.Line
	}
	return bad("第 %d 行：引号没有成对，读不下去", "Line %d: a quotation mark has no partner, so the rest cannot be read.", line)
}

// lineFaults are what is wrong in the lines of a file.
type lineFaults []lineFault

type lineFault struct {
	line int
	says lang.Text
}

func (f *lineFaults) add(line int, says lang.Text) { *f = append(*f, lineFault{line, says}) }

// err tells of all of them at once, from the first line on; nil when nothing is wrong.
func (f lineFaults) err() error {
	slices.SortStableFunc(f, func(a, b lineFault) int { return a.line - b.line })
	var c fault.Check
	for _, x := range f {
		c.Add("rows", lang.F("第 %d 行：%s", "Line %d: %s", x.line, x.says))
	}
	return c.Err()
}
