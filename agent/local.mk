# files of agent
