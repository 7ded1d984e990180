using Lamina.Ipc.Irm.Naming;

namespace Lamina.Ipc.Tests.Irm.Model;

/// <summary>Who must be behind which name, kept as a list of facts and nothing clever.</summary>
internal sealed class BindingOracle
{
    private readonly List<(string Name, TestProcess Process, BindingReasons Reason)> _bindings = [];
    private readonly List<(string Executable, string Name)> _programs = [];
    private readonly List<(TestProcess Process, string Name)> _listening = [];

    public bool IsListening(TestProcess process) => _listening.Exists(fact => fact.Process == process);

    public TestProcess[] Behind(string name) =>
        [.. _bindings.Where(fact => fact.Name == name).Select(fact => fact.Process).Distinct()];

    public bool IsKnown(string name) => Behind(name).Length > 0 || _programs.Exists(fact => fact.Name == name);

    public void Listen(TestProcess process, string name)
    {
        bool wasListening = IsListening(process);
        Add(_listening, (process, name));
        Add(_bindings, (name, process, BindingReasons.Listening));
        if (!wasListening)
        {
            foreach ((string executable, string bound) in _programs.Where(fact => fact.Executable == process.Executable))
            {
                Add(_bindings, (bound, process, BindingReasons.Program));
            }
        }
    }

    public void StopListening(TestProcess process, string name)
    {
        _bindings.Remove((name, process, BindingReasons.Listening));
        if (_listening.Remove((process, name)) && !IsListening(process))
        {
            _bindings.RemoveAll(fact => fact.Process == process && fact.Reason == BindingReasons.Program);
        }
    }

    public void BindProcess(TestProcess process, string name) => Add(_bindings, (name, process, BindingReasons.Process));

    public bool UnbindProcess(TestProcess process, string name) =>
        _bindings.RemoveAll(fact => fact.Process == process && fact.Name == name) > 0;

    public void BindProgram(string executable, string name)
    {
        Add(_programs, (executable, name));
        foreach (TestProcess process in _listening.Select(fact => fact.Process).Distinct().Where(one => one.Executable == executable))
        {
            Add(_bindings, (name, process, BindingReasons.Program));
        }
    }

    public bool UnbindProgram(string executable, string name)
    {
        _bindings.RemoveAll(fact =>
            fact.Name == name && fact.Process.Executable == executable && fact.Reason == BindingReasons.Program
            && _programs.Contains((executable, name)));
        return _programs.Remove((executable, name));
    }

    public void Die(TestProcess process)
    {
        _bindings.RemoveAll(fact => fact.Process == process);
        _listening.RemoveAll(fact => fact.Process == process);
    }

    private static void Add<T>(List<T> facts, T fact)
    {
        if (!facts.Contains(fact))
        {
            facts.Add(fact);
        }
    }
}
