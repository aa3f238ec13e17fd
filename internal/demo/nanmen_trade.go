package demo

// trade is a sort of hard issue: what is said of it, and the outcome that it counts.
type trade struct {
	counts   string // the field of the outcome; "" for none
	titles   []string
	bodies   []string
	causes   []string
	decides  []string
	finishes []string // %d is the outcome
	funds    int      // yuan for each unit of the outcome; 0: no money needed
}

var (
	lampTrade = trade{counts: "lamps", funds: 420,
		titles:   []string{"%s后面的路灯不亮了", "%s到大门口这段没有路灯", "%s巷口的路灯时亮时灭", "%s停车棚里没有灯", "%s楼下小路晚上太黑"},
		bodies:   []string{"晚上八点以后就看不清路，接孩子回来要打手电。", "上星期有位老人在这里绊了一下，幸好没事。", "已经黑了十来天，邻居们都盼着修好。"},
		causes:   []string{"灯头烧坏，线路老化。", "这一段当初没有装灯，附近有电源可以接。", "控制箱进水，跳闸。"},
		decides:  []string{"先把坏的换成LED灯，再补装缺的几盏，从惠民资金里列支。", "线路一并更换，灯距按十五米一盏。"},
		finishes: []string{"换装路灯%d盏，天黑后去看过，全亮了。", "新装和维修路灯%d盏，线路也换了。"}}
	pipeTrade = trade{counts: "pipe", funds: 95,
		titles:   []string{"%s门前污水井冒水", "%s雨水管堵塞，一下雨就积水", "%s一楼厨房下水倒灌", "%s化粪池返味，管道排不畅", "%s后墙排水沟塌了一段"},
		bodies:   []string{"一楼三户都受影响，味道很大。", "去年疏通过一次，管不了多久，想请人彻底看看。", "下雨天水漫到单元门口，进出要垫砖头。"},
		causes:   []string{"管道里积了泥沙和杂物，有一段已经塌陷。", "管径太小，坡度不够，需要换管。", "雨污混接，要分开改造。"},
		decides:  []string{"请施工队带管道镜查清后，清淤并更换破损的一段。", "列支专项经费，分两段施工，白天干活，晚上不停水。"},
		finishes: []string{"清淤并更换管道%d米，通水试过两次，不再倒灌。", "改造雨污管道%d米，路面已恢复。"}}
	roadTrade = trade{counts: "surface", funds: 68,
		titles:   []string{"%s门前路面坑坑洼洼", "%s到农贸市场的路塌了一块", "%s停车位地坪开裂", "%s消防通道路面沉降", "%s楼前空地一下雨就成泥地"},
		bodies:   []string{"推轮椅和婴儿车都走不稳。", "电动车经过常常打滑。", "雨天积水，晴天扬尘，盼着铺一铺。"},
		causes:   []string{"原来的混凝土太薄，重车压坏了。", "下面管沟回填不实，路面下沉。", "多年没有维修，面层脱落。"},
		decides:  []string{"铣掉旧面层，重新铺沥青，施工前三天通知各户挪车。", "和管道改造一起做，免得挖两次。"},
		finishes: []string{"铺设路面%d平方米，养护后已放行。", "改造路面%d平方米，标线也画好了。"}}
	siteTrade = trade{counts: "sites",
		titles:   []string{"%s后面空地成了堆场", "%s围墙外是卫生死角", "%s边上的水沟又脏又臭", "%s旁边有人乱倒垃圾"},
		bodies:   []string{"苍蝇蚊子多，夏天不敢开窗。", "清过几次，没人管又堆起来了。"},
		causes:   []string{"没有明确谁管，也没有投放点。", "装修和收废品的随手堆放。"},
		decides:  []string{"集中清一次，装栏杆，落实到楼栋轮流看管。", "清理后种上花草，请邻居认养。"},
		finishes: []string{"整治%d处，栏杆装好，认养牌也挂上了。"}}
	wasteTrade = trade{counts: "cleared",
		titles:   []string{"%s楼顶堆满旧家具", "%s绿化带杂草半人高", "%s装修垃圾没人运", "%s楼道堆着建筑垃圾", "%s后面堆了很多拆下来的砖块", "%s河边的白色垃圾该清了"},
		bodies:   []string{"又占地方又有火灾隐患。", "问了几户都说不是自家的。", "堆了有半年，风一吹到处是灰。"},
		causes:   []string{"住户搬走时留下的，无人认领。", "没有固定清运点，车进不来。"},
		decides:  []string{"张贴通知七天，无人认领的统一清运。", "租两辆车，党员和志愿者一起动手。"},
		finishes: []string{"清运%d吨，现场已冲洗。", "清理杂草和垃圾共%d吨，贴了提示牌。"}}
	otherTrade = trade{
		titles: []string{"%s单元门锁坏了关不上", "%s楼道窗户玻璃碎了", "%s水压低，高层用水困难", "%s楼下广场舞音量太大", "%s电动车堵了消防通道",
			"%s屋面漏雨，顶楼住户受影响", "%s健身器材松动", "%s树枝挨着电线", "%s充电桩不够用", "%s楼道扶手断了一截", "%s快递柜挡住盲道", "%s对讲门禁失灵"},
		bodies:   []string{"大家都觉得该解决了，请社区牵个头。", "已经和物业说过，没有下文。", "老人孩子进出不方便，也不安全。"},
		causes:   []string{"设施老化，责任没有分清。", "几方都有难处，需要坐下来谈。"},
		decides:  []string{"议定由物业和住户分担，社区盯着办。", "定了时间表，每周看一次进度。", "分楼栋商量，多数同意后执行。"},
		finishes: []string{"已修好，住户试过没有问题。", "按商量好的办法落实，一周没有反复。", "两边都同意了，公约贴在楼道里。"}}
)
