package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The names are put together from common family and given names; whoever is called so in life is not meant.
var (
	familyNames  = strings.Fields(`王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 司徒`)
	olderNames   = strings.Fields(`建平 国庆 卫东 秀珍 桂兰 淑芬 玉梅 根生 福生 德明 志强 永康 爱珍 凤英 美华 丽娟 荣华 金妹 水根 阿根 月琴 惠芳 宝珍 长林 庆生 世昌 文彬 素云 巧云 兰英 友良 兴旺 大春 春生 冬梅 雪琴 来娣 招弟 正清 克勤`)
	youngerNames = strings.Fields(`海峰 晓东 俊杰 思远 佳怡 雨桐 子涵 浩然 雅琴 晨曦 一鸣 梦洁 志远 欣妍 家豪 婉清 立群 振宇 文静 若兰 泽宇 嘉禾 明哲 书瑶 景行 安琪 宁远 亦凡 可欣 静怡 启航 向阳 小满 知夏 望舒 沐阳 青禾 承志 乐天 初晴`)
)

// namer gives each person of a realm a name of their own.
type namer struct {
	rng  *rand.Rand
	used map[string]bool
}

func newNamer(rng *rand.Rand) *namer { return &namer{rng, map[string]bool{}} }

func (n *namer) family() string { return familyNames[n.rng.IntN(len(familyNames))] }

// name is a new full name of a family; "" takes any family.
func (n *namer) name(family string, old bool) string {
	given := youngerNames
	if old {
		given = olderNames
	}
	for try := 0; ; try++ {
		f := family
		if f == "" || try > 40 {
			f = n.family()
		}
		full := f + given[n.rng.IntN(len(given))]
		if !n.used[full] {
			n.used[full] = true
			return full
		}
	}
}

// phone is an invented mobile number.
func (n *namer) phone() string { return fmt.Sprintf("1990000%04d", n.rng.IntN(10000)) }
