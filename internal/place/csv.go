package place

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"linli/internal/fault"
	"linli/internal/lang"
)

// MaxCSV is how large a file of places may be, in bytes.
const MaxCSV = 1 << 20

// columnNames are what a column of a kind may be headed.
var columnNames = map[string]Kind{"小区": Estate, "estate": Estate, "楼栋": Building, "building": Building, "单元": Unit, "unit": Unit,
	"房屋": Dwelling, "dwelling": Dwelling, "场所": Venue, "venue": Venue, "公共区域": Public, "public place": Public}

// ReadCSV reads a table of places: a line of headings (小区, 楼栋, 单元, 房屋, 场所, 公共区域, or in English), then a place a
// line, told by the way to it; what a way leaves out is empty. The order of columns is from the widest place to the
// nearest. Faults are in the field rows and name the line.
func ReadCSV(text string) ([]Wanted, error) {
	bad := func(zh, en string, args ...any) error { return fault.InField("rows", lang.F(zh, en, args...)) }
	if len(text) > MaxCSV {
		return nil, bad("文件太大，最多 %d KB，请分几次", "The file is too large: at most %d KB. Please send it in parts.", MaxCSV>>10)
	}
	if !utf8.ValidString(text) {
		return nil, bad("文件不是 UTF-8 编码；在表格软件里另存为“CSV UTF-8”再试", "The file is not UTF-8. In a spreadsheet, save it as “CSV UTF-8” and try again.")
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, bad("文件是空的", "The file is empty.")
	}
	if err != nil {
		return nil, badCSV(err)
	}
	kinds := make([]Kind, len(head))
	for i, name := range head {
		k, ok := columnNames[strings.ToLower(strings.TrimSpace(name))]
		if !ok {
			return nil, bad("第 1 行：不认识的列“%s”，可以用：小区、楼栋、单元、房屋、场所、公共区域", "Line 1: the column “%s” is not known. There are: estate, building, unit, dwelling, venue, public place.", name)
		}
		kinds[i] = k
	}
	var all []Wanted
	var c fault.Check
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, c.Err()
		}
		if err != nil {
			return nil, badCSV(err)
		}
		line, _ := r.FieldPos(0)
		w := Wanted{Line: line}
		for i, cell := range cells {
			switch {
			case strings.TrimSpace(cell) == "":
			case i >= len(kinds):
				c.Add("rows", lang.F("第 %d 行：比表头多一列", "Line %d: it has more columns than the headings.", line))
			default:
				w.Way = append(w.Way, Step{kinds[i], cell})
			}
		}
		if len(w.Way) > 0 {
			all = append(all, w)
		}
	}
}

// badCSV says where a file is no table.
func badCSV(err error) error {
	line := 1
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		line = p.Line
	}
	return fault.InField("rows", lang.F("第 %d 行：引号没有成对，读不下去", "Line %d: a quotation mark has no partner, so the rest cannot be read.", line))
}
